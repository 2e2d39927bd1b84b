public import Sky

/// A list of positions on the sky, with names where the catalog has them; it knows no classes.
public struct SkyCatalog: Sendable {
  /// Where the catalog comes from; named in errors.
  public let source: String
  public let positions: [SkyPosition]
  /// A name for every position, or nil where the catalog has none.
  public let ids: [String]?

  public init(_ positions: [SkyPosition], ids: [String]? = nil, source: String) {
    precondition(ids == nil || ids?.count == positions.count, "one id for every position")
    self.source = source
    self.positions = positions
    self.ids = ids
  }

  /// Reads a CSV file, a FITS table or a VOTable with columns for right ascension and declination
  /// in degrees and, if there is one, for a name.
  public init(reading path: String, columns: CatalogColumns = CatalogColumns()) throws {
    try self.init(CatalogFile.read(path, columns: columns), columns: columns)
  }

  public init(_ table: CSVTable, columns: CatalogColumns = CatalogColumns()) throws {
    let choice = try table.choice(columns)
    source = table.source
    positions = try table.positions(choice)
    ids = choice.id.map { column in table.rows.map { $0.fields[column] } }
    guard !positions.isEmpty else {
      throw SurveyError("the catalog \(source) has no rows; give one with at least one position")
    }
  }
}
