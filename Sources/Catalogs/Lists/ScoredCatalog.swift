public import Files
public import Sky

/// Sources on the sky with a number for each: another program's score, CLASS_STAR or SPREAD_MODEL say.
public struct ScoredCatalog: Sendable {
  /// NaN where a row has none.
  public let positions: [SkyPosition]
  /// NaN where the catalog has no number.
  public let scores: [Double]
  /// What is not as it should be about it: rows without a position, above all.
  public let remarks: [FileRemark]

  /// Reads one column of a CSV file, a FITS table or a VOTable with positions.
  public init(
    reading path: String, column: String, columns: CatalogColumns = CatalogColumns()
  ) throws {
    var columns = columns
    columns.score = column
    let table = try CatalogFile.read(path, columns: columns)
    let choice = try table.choice(columns)
    positions = try table.positions(choice)
    remarks = try table.remarks(on: positions, choice)
    scores = table.rows.map { row in
      choice.score.flatMap { Double(row.fields[$0]) } ?? .nan
    }
    guard scores.contains(where: \.isFinite) else {
      throw SurveyError(
        "the column \(column) of the catalog \(path) holds no number; name another")
    }
  }
}
