/// The lines behind `#` of an Enhanced CSV file (astropy APE 6): its delimiter, and a unit and a type
/// for every column.
struct ECSVHead {
  let separator: CSVSeparator
  /// By column.
  private(set) var units: [String: String] = [:]

  /// Nil where the lines are no such head.
  init?(_ lines: [String]) {
    guard lines.first?.wholeMatch(of: /#\s*%ECSV\b.*/) != nil else { return nil }
    let texts = lines.dropFirst().map { String($0.dropFirst()) }
    // The delimiter is a blank unless another is named.
    let named = texts.compactMap { $0.wholeMatch(of: /\s*delimiter:\s*['"]?([^'"\s])['"]?\s*/) }
      .first
    separator = named.map { $0.1 == "," ? .byte(UInt8(ascii: ",")) : .blanks } ?? .blanks
    var name: String?
    for text in texts {
      guard let match = text.firstMatch(of: /^\s*(?:-\s+)?\{(.*)\}\s*$/) else {
        // One property a line.
        if let match = text.wholeMatch(of: /\s*-\s+name:\s*(.*)/) { name = Self.bare(match.1) }
        if let match = text.wholeMatch(of: /\s+(?:- )?unit:\s*(.*)/), let name {
          units[name] = Self.unit(match.1)
        }
        continue
      }
      let properties = Self.properties(match.1)
      if let name = properties["name"], let unit = properties["unit"] { units[name] = unit }
    }
  }

  /// The parts of `name: ra, unit: deg, description: 'a, b'`.
  private static func properties(_ text: Substring) -> [String: String] {
    var parts: [Substring] = []
    var (start, quote, depth): (Substring.Index, Character?, Int) = (text.startIndex, nil, 0)
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if "{[".contains(character) {
        depth += 1
      } else if "}]".contains(character) {
        depth -= 1
      } else if character == ",", depth == 0 {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    parts.append(text[start...])
    var properties: [String: String] = [:]
    for part in parts {
      guard let colon = part.firstIndex(of: ":") else { continue }
      let value = part[part.index(after: colon)...]
      properties[bare(part[..<colon])] = bare(part[..<colon]) == "unit" ? unit(value) : bare(value)
    }
    return properties
  }

  /// Older files write `!astropy.units.Unit {unit: deg}`.
  private static func unit(_ text: Substring) -> String {
    text.firstMatch(of: /!astropy\.units\.Unit\s*\{unit:\s*([^}]*)\}/).map { bare($0.1) }
      ?? bare(text)
  }

  private static func bare(_ text: Substring) -> String {
    let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    guard trimmed.count > 1, let first = trimmed.first, first == trimmed.last, "'\"".contains(first)
    else { return String(trimmed) }
    return String(trimmed.dropFirst().dropLast())
  }
}
