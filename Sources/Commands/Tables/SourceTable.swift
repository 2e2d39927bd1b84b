internal import Clusters
internal import FITS
internal import Files
internal import StarGalaxy

/// A table with one row a source, as `encode` and `cluster` write it: what it is called, where it
/// lies on the sky, what was measured on its pixels, and what the program makes of it.
struct SourceTable {
  var path: String
  var table: Table
  var header: Header

  init(table: Table, header: Header = Header(), path: String) {
    self.table = table
    self.header = header
    self.path = path
  }

  /// Reads the table of the given name; `maker` is the command that writes such files.
  init(reading path: String, named name: String, maker: String) throws {
    let file = try FITSFile(reading: path)
    guard let unit = try? file.unit(named: name) else {
      throw CommandFailure(
        "cannot use \(path): it holds no table called \(name); `galaxy-aep \(maker)` writes one")
    }
    self.init(table: try file.table(of: unit), header: try file.header(of: unit), path: path)
    renameClusterScoreOfOldTables()
    guard table.rowCount > 0 else {
      throw CommandFailure("cannot use \(path): its table \(name) has no rows")
    }
  }

  /// Reads whichever of some tables the file holds first.
  init(reading path: String, anyOf names: [String], maker: String) throws {
    let file = try FITSFile(reading: path)
    let name = names.first { (try? file.unit(named: $0)) != nil }
    try self.init(reading: path, named: name ?? names[0], maker: maker)
  }

  func write(named name: String, provenance: Provenance) throws {
    var document = FITSDocument()
    document.add(table, header: header, name: name)
    try ResultFile.write(to: path) { try document.write(to: $0, provenance: provenance) }
  }

  // MARK: Columns

  func has(_ column: SourceColumn) -> Bool { table[column] != nil }

  /// Takes columns away, where they are there.
  mutating func remove(_ columns: SourceColumn...) {
    table.columns.removeAll { old in columns.contains { $0.name == old.name } }
  }

  /// Adds columns, in place of older ones of their names; codes stay last.
  mutating func put(_ columns: Column...) {
    table.columns.removeAll { old in columns.contains { $0.name == old.name } }
    let end = table.columns.firstIndex { $0.name == SourceColumn.code.name }
    table.columns.insert(contentsOf: columns, at: end ?? table.columns.count)
  }

  /// A column of numbers as Double; vector columns come row by row.
  func numbers(_ column: SourceColumn) throws -> [Double] { try numbers(named: column.name) }

  /// The same of a column that a user named.
  func numbers(named name: String) throws -> [Double] {
    guard let values = table[name]?.doubles else { throw missing(name) }
    return values
  }

  /// What the label-free steps know of the sources besides their codes.
  func compactness() throws -> Compactness {
    try Compactness(
      values: try numbers(.compactness), errors: try numbers(.compactnessError),
      magnitudes: try numbers(.stackMagnitude))
  }

  /// A column of flags; none is set where there is no such column.
  func flags(_ column: SourceColumn) -> [Bool] {
    table[column]?.bools ?? [Bool](repeating: false, count: table.rowCount)
  }

  func texts(_ column: SourceColumn) throws -> [String] {
    guard let values = table[column]?.strings else { throw missing(column.name) }
    return values
  }

  /// The latent codes: as many numbers a row as the model has code units.
  func codes() throws -> (width: Int, values: [Float]) {
    guard let column = table[.code], let values = column.floats else {
      throw missing(SourceColumn.code.name)
    }
    return (column.values.width, values)
  }

  /// Refuses a table of other sources than another's, or in another order.
  ///
  /// - Parameters:
  ///   - purpose: what was being done.
  ///   - advice: what to do instead.
  func requireSources(
    of other: SourceTable, to purpose: String, otherwise advice: String
  ) throws {
    // Tables of other programs may have no fields.
    let isSame =
      try has(.field) && other.has(.field)
      ? identities() == other.identities() : texts(.id) == other.texts(.id)
    guard isSame else {
      throw CommandFailure(
        "cannot \(purpose): \(path) holds other sources than \(other.path); \(advice)")
    }
  }

  private func missing(_ name: String) -> CommandFailure {
    let there = table.columns.map(\.name)
    return CommandFailure(
      "cannot use \(path): it has no column \(name)\(Suggestion.text(for: name, among: there))")
  }
}
