package import FITS

/// A table as comma-separated text (RFC 4180): names, then a line a row.
///
/// A wide column becomes one for every number, CODE_0, CODE_1, …; what is no number is left empty.
package enum CSVText {
  package static func document(_ table: Table) -> String { text(table).whole }

  package static func text(_ table: Table) -> TableText {
    TableText(head: header(table) + "\n", end: "", rowCount: table.rowCount) {
      lines($0, of: table)
    }
  }

  private static func lines(_ rows: Range<Int>, of table: Table) -> String {
    var text = ""
    for row in rows {
      var isFirst = true
      for column in table.columns {
        let isText = if case .string = column.values { true } else { false }
        for cell in column.values.cells(row) {
          if !isFirst { text += "," }
          isFirst = false
          // No number needs quotes.
          text += isText ? self.cell(cell ?? "") : cell ?? ""
        }
      }
      text += "\n"
    }
    return text
  }

  private static func header(_ table: Table) -> String {
    table.columns.flatMap { column in
      column.values.isWide
        ? (0..<column.values.width).map { cell("\(column.name)_\($0)") }
        : [cell(column.name)]
    }.joined(separator: ",")
  }

  /// A text that a spreadsheet would compute (`=cmd|…`, `@SUM(…)`) behind an apostrophe, so that it stays a text;
  /// names such as -12.5 and +05:23:41 are none of those.
  package static func harmless(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first else { return cell }
    let computes =
      switch first {
      case "=", "@", "\t", "\r": true
      case "+", "-": !cell.dropFirst().allSatisfy { "0123456789.:eE+-_".contains($0) }
      default: false
      }
    return computes ? "'" + cell : cell
  }

  /// A text as a cell: in quotes where it must be, and never computed.
  package static func cell(_ text: String) -> String { quoted(harmless(text)) }

  package static func quoted(_ cell: String) -> String { quoted(cell, also: "") }

  /// - Parameter marks: what else sets a cell in quotes.
  package static func quoted(_ cell: String, also marks: String) -> String {
    // Most cells hold nothing of the kind, which their bytes tell soonest.
    let isPlain =
      marks.isEmpty
      && cell.utf8.allSatisfy {
        $0 < 0x80 && $0 != 0x22 && $0 != 0x2c && !(0x0a...0x0d).contains($0)
      }
    if isPlain { return cell }
    let special = ",\"\n\r" + marks
    guard cell.contains(where: { special.contains($0) || $0.isNewline }) else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}

extension Column.Values {
  /// Whether a row holds an array, even one of a single number.
  package var isWide: Bool {
    switch self {
    case .integers, .floats, .doubles: true
    default: false
    }
  }
}
