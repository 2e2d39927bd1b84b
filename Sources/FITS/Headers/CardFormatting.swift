extension Card {
  /// The 80-column lines of this card: one, or several where a text is continued (CONTINUE
  /// convention of the FITS standard 4.0, section 4.2.1.2).
  var lines: [String] {
    guard let value else { return commentaryLines }
    let label = isStandardKeyword ? padded(keyword, to: 8) + "= " : "HIERARCH \(keyword) = "
    if case .string(let text) = value { return textLines(label, text) }
    let number = Card.text(of: value)
    let width = label.utf8.count == 10 ? 20 : 0
    let field = String(repeating: " ", count: max(0, width - number.utf8.count)) + number
    return [Card.line(label + field, comment: comment)]
  }

  /// Keywords are upper-case letters, digits, hyphens and underscores, at most eight.
  private var isStandardKeyword: Bool {
    keyword.utf8.count <= 8
      && keyword.utf8.allSatisfy { character in
        (0x30...0x39).contains(character) || (0x41...0x5a).contains(character)
          || character == 0x2d || character == 0x5f
      }
  }

  private var commentaryLines: [String] {
    var rest = Substring(comment ?? "")
    var lines: [String] = []
    repeat {
      lines.append(padded(padded(keyword, to: 8) + rest.prefix(72), to: 80))
      rest = rest.dropFirst(72)
    } while !rest.isEmpty
    return lines
  }

  private func textLines(_ label: String, _ text: String) -> [String] {
    let escaped = text.map { $0 == "'" ? "''" : String($0) }
    let room = 80 - label.utf8.count - 2
    if escaped.reduce(0, { $0 + $1.utf8.count }) <= room {
      return [Card.line(label + "'\(padded(escaped.joined(), to: 8))'", comment: comment)]
    }
    var pieces = [""]
    for character in escaped {
      // One column less than there is: the ampersand says that the text goes on.
      let limit = (pieces.count == 1 ? room : 68) - 1
      if pieces[pieces.count - 1].utf8.count + character.utf8.count > limit { pieces.append("") }
      pieces[pieces.count - 1] += character
    }
    return pieces.enumerated().map { index, piece in
      let start = index == 0 ? label : "CONTINUE  "
      return index == pieces.count - 1
        ? Card.line(start + "'\(piece)'", comment: comment)
        : Card.line(start + "'\(piece)&'", comment: nil)
    }
  }

  private static func text(of value: HeaderValue) -> String {
    switch value {
    case .string(let text), .raw(let text): text
    case .int(let number): String(number)
    case .double(let number): number.description.uppercased()
    case .bool(let flag): flag ? "T" : "F"
    case .undefined: ""
    }
  }

  /// A line of 80 columns; what does not fit of a comment is cut.
  private static func line(_ start: String, comment: String?) -> String {
    guard let comment, start.utf8.count < 76 else { return padded(start, to: 80) }
    return padded(padded(start, to: 30) + " / " + comment, to: 80)
  }
}

/// Text cut or filled with blanks to a number of columns.
private func padded(_ text: String, to width: Int, cutTo limit: Int = 80) -> String {
  let count = text.utf8.count
  return count < width
    ? text + String(repeating: " ", count: width - count) : String(text.prefix(limit))
}
