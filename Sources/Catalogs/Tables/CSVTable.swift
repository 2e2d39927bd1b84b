internal import Files
internal import Sky

/// A table of text read from a CSV file: RFC 4180 with the habits of astronomers.
///
/// The first line that is no comment (`#`) names the columns. Fields may be quoted ("" is a quote),
/// separated by commas, semicolons or tabs; lines end with LF or CRLF; a byte-order mark and empty
/// lines are skipped.
public struct CSVTable: Sendable {
  /// Where the table comes from; named in errors.
  public let source: String
  public let columns: [String]
  public let rows: [Row]
  /// What a row is called in errors: "line" of a text, "row" of a table.
  let rowName: String
  /// Which columns are which, where the table's own head told.
  let chosen: CatalogChoice?

  public struct Row: Sendable {
    /// The line of the file, counted from 1, that the row begins on.
    public let line: Int
    public let fields: [String]
  }

  public init(reading path: String) throws {
    let file = try MappedFile(path)
    guard file.bytes.count <= Self.largestFile else {
      throw SurveyError(
        "cannot read the catalog \(path): it has \(file.bytes.count) bytes, more than the "
          + "\(Self.largestFile) a catalog may have; split it or keep fewer columns")
    }
    try self.init(bytes: file.bytes, source: path)
  }

  public init(text: String, source: String) throws {
    var text = text
    self = try text.withUTF8 { try CSVTable(bytes: UnsafeRawBufferPointer($0), source: source) }
  }

  static let largestFile = 2 << 30
  static let longestRow = 1 << 20
  static let mostColumns = 4096

  private init(bytes: UnsafeRawBufferPointer, source: String) throws {
    self.source = source
    rowName = "line"
    chosen = nil
    var reader = CSVReader(bytes, source: source)
    guard let header = try reader.nextRow() else {
      throw SurveyError(
        "the catalog \(source) is empty; its first line must name columns such as ra,dec,class")
    }
    columns = header.fields
    guard columns.count <= Self.mostColumns else {
      throw SurveyError(
        "the catalog \(source) names \(columns.count) columns, more than \(Self.mostColumns); "
          + "keep only those that are needed")
    }
    var rows: [Row] = []
    while let row = try reader.nextRow() {
      guard row.fields.count == columns.count else {
        throw SurveyError(
          "line \(row.line) of the catalog \(source) has \(row.fields.count) "
            + "field\(row.fields.count == 1 ? "" : "s") where the header names \(columns.count); "
            + "correct the line")
      }
      rows.append(row)
    }
    self.rows = rows
  }

  /// The rows of a table that is no text, numbered from 1.
  ///
  /// - Parameter choice: of the table's own columns, of which only those wanted are given here.
  init(wanted choice: CatalogChoice, columns: [String], rows: [Row], source: String) {
    self.source = source
    self.columns = columns
    self.rows = rows
    rowName = "row"
    chosen = choice.amongWanted
  }

  /// The position of the first column bearing one of `names`, in any case; earlier names win.
  public func column(_ names: [String]) -> Int? {
    let known = columns.map { $0.lowercased() }
    return names.lazy.compactMap { known.firstIndex(of: $0.lowercased()) }.first
  }
}
