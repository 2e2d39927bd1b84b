/// The rows of a table that is written, handed over some at a time.
public struct TableRows {
  public let rowCount: Int
  /// TFORM of every column, which suits all rows.
  let forms: [String]
  /// Some of the rows, as rows of a table that may hold others too.
  let part: (Range<Int>) throws -> (table: Table, rows: Range<Int>)

  /// Those of a table in memory.
  init(_ table: Table) {
    (rowCount, forms) = (table.rowCount, table.columns.map(\.form))
    part = { (table, $0) }
  }

  /// Those of a table on disk with other columns among them: only the others ever stand in memory as a whole.
  ///
  /// Columns of kinds that `Column.Values` lacks are left out.
  ///
  /// - Parameters:
  ///   - others: columns of all rows, in place of those of the file that have their names.
  ///   - following: which of the file's columns come after them; they are last where it has none.
  ///   - leftOut: columns of the file that are not taken.
  /// - Precondition: `others` have the file's number of rows.
  public init(
    of table: OpenTable, with others: [Column], before following: String,
    without leftOut: [String] = []
  ) throws {
    let plan = try table.file.plan(of: table.unit)
    let gone = leftOut + others.map(\.name)
    let fields = plan.fields.filter { field in
      field.format.isUnderstood && !gone.contains { $0.caseInsensitiveEquals(field.name) }
    }
    let names = fields.map(\.name)
    let place = names.firstIndex { $0.caseInsensitiveEquals(following) } ?? names.count
    // None of its rows tells what a column is, but not how long its texts are.
    let empty = try table.columns(names, of: 0..<0).columns
    let own = zip(fields, empty).map { field, column in
      column.strings == nil ? column.form : "\(max(1, field.format.repeatCount))A"
    }
    (rowCount, forms) = (plan.rowCount, own[..<place] + others.map(\.form) + own[place...])
    let beside = Table(columns: others, rowCount: plan.rowCount)
    part = { rows in
      let own = try table.columns(names, of: rows).columns
      let all = own[..<place] + beside.rows(rows).columns + own[place...]
      return (Table(columns: Array(all), rowCount: rows.count), 0..<rows.count)
    }
  }
}
