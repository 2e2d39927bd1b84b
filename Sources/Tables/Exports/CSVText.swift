package import FITS

/// A table as comma-separated text (RFC 4180): names, then a line a row.
///
/// A wide column becomes one for every number, CODE_0, CODE_1, …; what is no number is left empty.
package enum CSVText {
  package static func document(_ table: Table) -> String {
    var text = header(table) + "\n"
    for row in 0..<table.rowCount {
      text += table.columns.flatMap { column in
        column.values.cells(row).map { quoted($0 ?? "") }
      }.joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private static func header(_ table: Table) -> String {
    table.columns.flatMap { column in
      column.values.isWide
        ? (0..<column.values.width).map { quoted("\(column.name)_\($0)") } : [quoted(column.name)]
    }.joined(separator: ",")
  }

  package static func quoted(_ cell: String) -> String {
    guard cell.contains(where: { ",\"\n\r".contains($0) || $0.isNewline }) else { return cell }
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
