extension Card {
  /// The card that an 80-byte record of a header holds.
  init(record: some Collection<UInt8>) {
    // Tabs and bytes beyond ASCII occur in the wild; they are no reason to refuse a file.
    let line = record.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }
    let keyword = Card.text(line.prefix(8))
    if keyword == "HIERARCH", let equals = line.firstIndex(of: UInt8(ascii: "=")) {
      let name = Card.text(line[8..<equals].drop { $0 == 0x20 })
      let (value, comment) = Card.parse(line[(equals + 1)...])
      self.init(name, value, comment: comment)
    } else if !["COMMENT", "HISTORY", "CONTINUE", ""].contains(keyword),
      line.count > 9, line[8] == UInt8(ascii: "="), line[9] == 0x20
    {
      let (value, comment) = Card.parse(line[10...])
      self.init(keyword, value, comment: comment)
    } else {
      self.init(keyword, nil, comment: Card.text(line.dropFirst(8)))
    }
  }

  /// The text that a CONTINUE record adds, and its comment; nil for anything else.
  var continuation: (text: String, comment: String?)? {
    guard keyword == "CONTINUE", let comment,
      case (.string(let text), let remark) = Card.parse(Array(comment.utf8)[...])
    else { return nil }
    return (text, remark)
  }

  private static func parse(_ field: ArraySlice<UInt8>) -> (HeaderValue, comment: String?) {
    let field = field.drop { $0 == 0x20 }
    if field.first == UInt8(ascii: "'") { return parseText(field) }
    let end = field.firstIndex(of: UInt8(ascii: "/")) ?? field.endIndex
    let comment = text(field[end...].dropFirst().drop { $0 == 0x20 })
    return (number(text(field[..<end])), comment)
  }

  private static func parseText(_ field: ArraySlice<UInt8>) -> (HeaderValue, comment: String?) {
    let quote = UInt8(ascii: "'")
    var content: [UInt8] = []
    var position = field.startIndex + 1
    while position < field.endIndex {
      if field[position] == quote {
        guard position + 1 < field.endIndex, field[position + 1] == quote else { break }
        position += 1
      }
      content.append(field[position])
      position += 1
    }
    guard position < field.endIndex else { return (.raw(text(field)), nil) }
    let rest = field[(position + 1)...].drop { $0 == 0x20 }
    let comment =
      rest.first == UInt8(ascii: "/") ? text(rest.dropFirst().drop { $0 == 0x20 }) : nil
    return (.string(text(content[...])), comment)
  }

  private static func number(_ token: String) -> HeaderValue {
    switch token {
    case "": return .undefined
    case "T": return .bool(true)
    case "F": return .bool(false)
    default: break
    }
    if let integer = Int(token) { return .int(integer) }
    // Fortran's D is an exponent too; hexadecimal and "nan", which Swift would take, are not FITS.
    let characters = "0123456789+-.EeDd"
    guard token.allSatisfy(characters.contains),
      let real = Double(token.map { "Dd".contains($0) ? "e" : String($0) }.joined()),
      real.isFinite, token.contains(where: { ".EeDd".contains($0) })
    else { return .raw(token) }
    return .double(real)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).trimmingTrailingSpaces()
  }
}
