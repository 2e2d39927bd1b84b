internal import Catalogs
package import Sky

/// What is truly known of the sources of a simulated sky: numbers and texts by the columns of its catalog of truth.
package struct TrueProperties: Sendable {
  /// Where they come from; named in errors.
  package let source: String
  package let positions: [SkyPosition]
  private let table: CSVTable

  /// Reads truth.csv of `simulate`, or any table of text with right ascension, declination and columns of those names.
  package init(reading path: String) throws {
    table = try CSVTable(reading: path)
    source = path
    let choice = try table.choice(CatalogColumns())
    positions = try table.positions(choice)
  }

  package var count: Int { table.rows.count }

  /// A column of texts; nil where there is none of that name.
  package func texts(_ name: String) -> [String]? {
    table.column([name]).map { column in table.rows.map { $0.fields[column] } }
  }

  /// A column of numbers, NaN where a cell holds none; nil where there is no such column.
  package func numbers(_ name: String) -> [Double]? {
    texts(name)?.map { Double($0) ?? .nan }
  }

  /// The same of a column that is needed.
  package func requiredNumbers(_ name: String) throws(SurveyError) -> [Double] {
    guard let numbers = numbers(name) else { throw missing(name) }
    return numbers
  }

  package func missing(_ name: String) -> SurveyError {
    SurveyError(
      "cannot measure by \(source): it has no column \(name) (its columns: "
        + "\(table.columns.joined(separator: ", "))); `galaxy-aep simulate` writes a truth.csv that has"
    )
  }
}
