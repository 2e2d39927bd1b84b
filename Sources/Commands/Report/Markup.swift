internal import Foundation

/// Text made safe for a page: whatever a file, a catalog or a path holds is shown, never obeyed.
package enum Markup {
  /// Text between tags or in a quoted attribute.
  package static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      default: result.append(visible(scalar))
      }
    }
    return String(result)
  }

  /// JSON that may stand inside a script element: no tag can begin in it.
  package static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026")
  }

  /// The text without what would be invisible or turn the direction of the text around it.
  package static func plain(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map(visible)))
  }

  /// A table; cells are markup, not text.
  static func table(_ header: [String], _ rows: [[String]], numbersFrom first: Int = 1) -> String {
    func line(_ cells: [String], _ tag: String) -> String {
      let parts = cells.enumerated().map { column, cell in
        "<\(tag)\(column >= first ? " class=\"n\"" : "")>\(cell)</\(tag)>"
      }
      return "<tr>\(parts.joined())</tr>"
    }
    return "<div class=\"wide\"><table><thead>\(line(header, "th"))</thead><tbody>\n"
      + rows.map { line($0, "td") }.joined(separator: "\n") + "</tbody></table></div>\n"
  }

  static func section(_ title: String, id: String, _ body: String) -> String {
    body.isEmpty
      ? "" : "<section id=\"\(id)\"><h2>\(escaped(title))</h2>\n\(body)</section>\n"
  }

  static func paragraph(_ text: String) -> String { "<p>\(escaped(text))</p>\n" }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 9, 10: scalar
    case 0..<32, 127..<160, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: "\u{FFFD}"
    default: scalar
    }
  }
}
