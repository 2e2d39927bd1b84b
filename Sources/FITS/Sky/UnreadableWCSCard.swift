/// A card that should place pixels on the sky and cannot be read: named with its text and what to
/// write instead, since a number that is left out counts as 0.
enum UnreadableWCSCard {
  /// Throws where a line bears a keyword of the world coordinates, but not in its place, or has
  /// something else in the place of "= ".
  static func check(_ card: Card) throws(FITSError) {
    // Longer ones are HIERARCH's.
    guard !["", "COMMENT", "HISTORY", "CONTINUE"].contains(card.keyword),
      card.keyword.utf8.count <= 8
    else { return }
    let text = line(of: card)
    let keyword = String(
      text.uppercased().drop { $0 == " " || $0 == "?" }.prefix { !" =:,;'?".contains($0) })
    guard WCSKeyword.all[keyword] != nil else { return }
    let value = text.drop { $0 == " " || $0 == "?" }.dropFirst(keyword.count)
      .drop { " =:?".contains($0) }
    throw error(
      keyword, text: text, value: String(value.prefix { $0 != "/" }), "cannot be read")
  }

  static func error(_ card: Card, _ fault: String) -> FITSError {
    let value =
      switch card.value {
      case .string(let text), .raw(let text): text
      case .bool(let flag): flag ? "T" : "F"
      default: ""
      }
    return error(card.keyword, text: line(of: card), value: value, fault)
  }

  private static func error(
    _ keyword: String, text: String, value: String, _ fault: String
  ) -> FITSError {
    let line = text.trimmingTrailingSpaces()
    let shown = line.count > 60 ? "\(line.prefix(60))…" : line
    return WCSParsing.error(
      "its \(keyword) \(fault) (\(shown)); \(advice(keyword, value.trimmingBlanks()))")
  }

  private static func advice(_ keyword: String, _ value: String) -> String {
    let label = keyword + String(repeating: " ", count: max(0, 8 - keyword.utf8.count)) + "= "
    switch WCSKeyword.all[keyword] {
    case .name where keyword.hasPrefix("CTYPE"):
      return "write \(label)'RA---TAN', say, as the frame was fitted"
    case .name: return "write \(label)'ICRS', or what the frame was fitted to"
    case .unit: return "write \(label)'deg'"
    default: break
    }
    let bare = value.filter { $0 != "'" && $0 != " " }
    let parts = bare.split { ":hmsd°".contains($0) }
    if parts.count == 3, parts.allSatisfy({ number($0.replacing(",", with: ".")) != nil }) {
      return "write it in degrees, as a number without quotes"
    }
    let pointed = bare.replacing(",", with: ".")
    if number(pointed) != nil { return "write \(label)\(pointed)" }
    return "write a number with a decimal point and without quotes"
  }

  private static func number(_ text: some StringProtocol) -> Double? {
    guard let number = Double(text), number.isFinite,
      text.allSatisfy({ "0123456789+-.eE".contains($0) })
    else { return nil }
    return number
  }

  /// The card about as it stands in the file.
  private static func line(of card: Card) -> String {
    let keyword = card.keyword
    let label = keyword + String(repeating: " ", count: max(0, 8 - keyword.utf8.count))
    return switch card.value {
    case nil: label + (card.comment ?? "")
    case .string(let text): "\(label)= '\(text)'"
    case .raw(let text): "\(label)= \(text)"
    case .bool(let flag): "\(label)= \(flag ? "T" : "F")"
    case .int(let number): "\(label)= \(number)"
    case .double(let number): "\(label)= \(number)"
    case .undefined: "\(label)="
    }
  }
}

extension String {
  func trimmingBlanks() -> String {
    String(drop { $0 == " " }).trimmingTrailingSpaces()
  }
}
