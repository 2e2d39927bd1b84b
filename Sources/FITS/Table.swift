/// Columns of one length.
public struct Table: Sendable, Equatable {
  public var columns: [Column]
  public var rowCount: Int
  /// What the file holds but this type cannot: column names with the reason.
  public var leftOut: [(name: String, reason: String)] { unread.map { ($0.name, $0.reason) } }
  var unread: [UnreadColumn] = []

  /// - Precondition: all columns have the same number of rows.
  public init(_ columns: [Column]) {
    self.init(columns: columns, rowCount: columns.first?.values.rowCount ?? 0)
  }

  init(columns: [Column], rowCount: Int, unread: [UnreadColumn] = []) {
    for column in columns {
      precondition(column.values.rowCount == rowCount, "column \(column.name) has other rows")
    }
    self.columns = columns
    self.rowCount = rowCount
    self.unread = unread
  }

  /// The first column of a name; upper and lower case are the same, as FITS has it.
  public subscript(name: String) -> Column? {
    columns.first { $0.name.caseInsensitiveEquals(name) }
  }
}

extension Table {
  /// The table of some of its rows, in the order asked for.
  public func rows(_ rows: some Collection<Int>) -> Table {
    Table(
      columns: columns.map { column in
        var copy = column
        copy.values = column.values.rows(rows)
        return copy
      }, rowCount: rows.count)
  }
}

struct UnreadColumn: Sendable, Equatable {
  var name: String
  var reason: String
}

extension String {
  func caseInsensitiveEquals(_ other: String) -> Bool {
    self == other || uppercased() == other.uppercased()
  }
}
