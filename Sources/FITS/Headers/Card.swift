/// One entry of a header: a keyword with its value, or a line of commentary.
public struct Card: Sendable, Equatable {
  /// Upper case; "COMMENT", "HISTORY" or "" for commentary. A keyword that is longer than eight
  /// characters or holds spaces is written by the HIERARCH convention.
  public let keyword: String
  /// Nil for commentary.
  public let value: HeaderValue?
  /// What follows the slash, or the text of the commentary.
  public let comment: String?

  /// Characters outside printable ASCII, which FITS forbids, become question marks.
  public init(_ keyword: String, _ value: HeaderValue?, comment: String? = nil) {
    self.keyword = Card.printable(keyword.uppercased())
    self.value =
      switch value {
      case .string(let text): .string(Card.printable(text).trimmingTrailingSpaces())
      case .raw(let text): .raw(Card.printable(text).trimmingTrailingSpaces())
      case .double(let number) where !number.isFinite: .undefined
      default: value
      }
    let text = comment.map { Card.printable($0).trimmingTrailingSpaces() }
    self.comment = text?.isEmpty == true ? nil : text
  }

  /// Text with everything outside printable ASCII replaced by question marks.
  static func printable(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) { return text }
    return String(text.map { $0.isASCII && (0x20...0x7e).contains($0.asciiValue ?? 0) ? $0 : "?" })
  }
}

extension String {
  func trimmingTrailingSpaces() -> String {
    guard utf8.last == 0x20 else { return self }
    return String(decoding: utf8.reversed().drop { $0 == 0x20 }.reversed(), as: UTF8.self)
  }
}
