public import Files
internal import Sky

/// A table of text read from a CSV file: RFC 4180 with the habits of astronomers.
///
/// The first line that is no comment (`#`) names the columns; of a catalog a comment may, where that line
/// holds data already. Fields may be quoted ("" is a quote), separated by commas, semicolons, tabs or
/// bars, or by blanks where the first line has none of these; lines end with LF or CRLF; a byte-order
/// mark and empty lines are skipped. Enhanced CSV (ECSV) is read by its own head.
public struct CSVTable: Sendable {
  /// Where the table comes from; named in errors.
  public let source: String
  public let columns: [String]
  /// What is not as it should be about its file, though it can be read.
  public let remarks: [FileRemark]
  /// The columns with units, where the text's head names any.
  let fields: [CatalogField]
  /// The line that should name the columns of a catalog, and holds data.
  let lineInPlaceOfNames: Int?
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

  public init(reading path: String) throws { try self.init(reading: path, isCatalog: false) }

  /// - Parameter isCatalog: the names of its columns may stand in a comment.
  init(reading path: String, isCatalog: Bool) throws {
    let file = try MappedFile(path)
    guard file.bytes.count <= Self.largestFile else {
      throw SurveyError(
        "cannot read the catalog \(path): it has \(file.bytes.count) bytes, more than the "
          + "\(Self.largestFile) a catalog may have; split it or keep fewer columns")
    }
    try self.init(bytes: file.bytes, source: path, isCatalog: isCatalog)
  }

  public init(text: String, source: String) throws {
    var text = text
    self = try text.withUTF8 { bytes in
      try CSVTable(bytes: UnsafeRawBufferPointer(bytes), source: source, isCatalog: false)
    }
  }

  static let largestFile = 2 << 30
  static let longestRow = 1 << 20
  static let mostColumns = 4096

  init(
    bytes: UnsafeRawBufferPointer, source: String, isCatalog: Bool, remarks: [FileRemark] = []
  ) throws {
    self.source = source
    self.remarks = remarks
    rowName = "line"
    chosen = nil
    var reader = CSVReader(bytes, source: source)
    guard let header = try reader.nextRow() else {
      throw SurveyError(
        "the catalog \(source) is empty; its first line must name columns such as ra,dec,class")
    }
    let units = ECSVHead(reader.comments)?.units ?? [:]
    let holdsData = isCatalog && header.fields.count { CommentedHead.isDatum($0) } > 1
    let commented = holdsData ? CommentedHead(reader.comments).columns(of: header.fields) : nil
    fields = commented ?? header.fields.map { CatalogField(name: $0, unit: units[$0]) }
    columns = fields.map(\.name)
    lineInPlaceOfNames = holdsData && commented == nil ? header.line : nil
    guard columns.count <= Self.mostColumns else {
      throw SurveyError(
        "the catalog \(source) names \(columns.count) columns, more than \(Self.mostColumns); "
          + "keep only those that are needed")
    }
    var rows = commented == nil ? [] : [header]
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
  init(
    wanted choice: CatalogChoice, columns: [String], rows: [Row], source: String,
    remarks: [FileRemark]
  ) {
    self.source = source
    self.columns = columns
    self.rows = rows
    self.remarks = remarks
    fields = columns.map { CatalogField(name: $0) }
    lineInPlaceOfNames = nil
    rowName = "row"
    chosen = choice.amongWanted
  }

  /// The position of the first column bearing one of `names`, in any case; earlier names win.
  public func column(_ names: [String]) -> Int? {
    let known = columns.map { $0.lowercased() }
    return names.lazy.compactMap { known.firstIndex(of: $0.lowercased()) }.first
  }
}
