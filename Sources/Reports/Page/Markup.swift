internal import Console
internal import Foundation

/// Text made safe for a page: whatever a file, a catalog or a path holds is shown, never obeyed.
package enum Markup {
  /// Text between tags or in a quoted attribute.
  package static func escaped(_ text: String) -> String {
    VisibleText.escaped(text)
  }

  /// JSON that may stand inside a script element: no tag can begin in it.
  package static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
      .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
      .replacing("&", with: "\\u0026")
  }

  /// A table; cells are markup, not text.
  package static func table(_ header: [String], _ rows: [[String]], numbersFrom first: Int = 1)
    -> String
  {
    func line(_ cells: [String], _ tag: String) -> String {
      let parts = cells.enumerated().map { column, cell in
        "<\(tag)\(column >= first ? " class=\"n\"" : "")>\(cell)</\(tag)>"
      }
      return "<tr>\(parts.joined())</tr>"
    }
    return "<div class=\"wide\" tabindex=\"0\"><table><thead>\(line(header, "th"))</thead><tbody>\n"
      + rows.map { line($0, "td") }.joined(separator: "\n") + "</tbody></table></div>\n"
  }

  package static func section(_ title: String, id: String, _ body: String) -> String {
    body.isEmpty
      ? "" : "<section id=\"\(id)\"><h2>\(escaped(title))</h2>\n\(body)</section>\n"
  }

  package static func paragraph(_ text: String) -> String { "<p>\(escaped(text))</p>\n" }
}
