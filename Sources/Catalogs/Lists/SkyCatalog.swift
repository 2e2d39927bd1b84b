public import Files
public import Sky

/// A list of positions on the sky, with names where the catalog has them; it knows no classes.
public struct SkyCatalog: Sendable {
  /// Where the catalog comes from; named in errors.
  public let source: String
  /// One for every row; NaN where a row has none.
  public let positions: [SkyPosition]
  /// A name for every position, or nil where the catalog has none.
  public let ids: [String]?
  /// What is not as it should be about it: rows without a position, above all.
  public let remarks: [FileRemark]

  /// Rows without a position, which are left out wherever positions are looked for.
  public var rowsWithoutPosition: Int { positions.count { !$0.isKnown } }

  public init(_ positions: [SkyPosition], ids: [String]? = nil, source: String) {
    precondition(ids == nil || ids?.count == positions.count, "one id for every position")
    self.source = source
    self.positions = positions
    self.ids = ids
    remarks = []
  }

  /// Reads a CSV file, a FITS table or a VOTable with columns for right ascension and declination
  /// and, if there is one, for a name.
  ///
  /// Units are the columns' own (TUNIT, a VOTable's or ECSV's unit): degrees, hours, radians, arcminutes
  /// or arcseconds; degrees where none is given. Texts such as 10:30:00 are hours in right ascension.
  public init(reading path: String, columns: CatalogColumns = CatalogColumns()) throws {
    try self.init(CatalogFile.read(path, columns: columns), columns: columns)
  }

  public init(_ table: CSVTable, columns: CatalogColumns = CatalogColumns()) throws {
    let choice = try table.choice(columns)
    source = table.source
    positions = try table.positions(choice)
    remarks = try table.remarks(on: positions, choice)
    ids = choice.id.map { column in table.rows.map { $0.fields[column] } }
    guard !positions.isEmpty else {
      throw SurveyError("the catalog \(source) has no rows; give one with at least one position")
    }
  }
}
