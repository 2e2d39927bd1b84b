/// A binary table of a file that stays open, for who reads some of its columns and rows after others. One thread reads.
public final class OpenTable {
  let file: FITSFile
  let unit: Int
  public let rowCount: Int
  /// What all of its columns are called.
  public let names: [String]

  public init(of file: consuming FITSFile, unit: Int) throws(FITSError) {
    let plan = try file.plan(of: unit)
    (self.unit, rowCount, names) = (unit, plan.rowCount, plan.fields.map(\.name))
    self.file = file
  }

  /// - Parameters:
  ///   - names: the columns wanted; nil for all that can be read.
  ///   - rows: counted from 0; nil for all.
  /// - Precondition: the table has those rows.
  public func columns(_ names: [String]? = nil, of rows: [Int]? = nil) throws(FITSError) -> Table {
    try file.table(of: unit, columns: names, rows: rows)
  }

  /// The same of rows that follow each other.
  public func columns(_ names: [String]? = nil, of rows: Range<Int>) throws(FITSError) -> Table {
    try file.table(of: unit, columns: names, rows: rows)
  }
}
