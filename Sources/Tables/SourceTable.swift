internal import Clusters
internal import Console
package import FITS
package import Files
package import StarGalaxy

/// A table with one row a source, as `encode` and `cluster` write it: what it is called, where it
/// lies on the sky, what was measured on its pixels, and what the program makes of it.
package struct SourceTable {
  package var path: String
  package var table: Table
  package var header: Header
  /// The file that holds columns which are not in memory.
  private(set) var backing: Backing?

  struct Backing {
    let file: OpenTable
    /// Columns that belong to the table beside or in place of the file's, in their order, and those that no longer do.
    var added: [String] = []
    var removed: [String] = []

    func has(_ name: String) -> Bool {
      file.names.contains { isSame($0, name) } && !removed.contains { isSame($0, name) }
    }
  }

  package init(table: Table, header: Header = Header(), path: String) {
    self.table = table
    self.header = header
    self.path = path
  }

  /// Reads the table of the given name; `maker` is the command that writes such files.
  ///
  /// - Parameter columns: those that are going to be looked at; nil for all. Any other is read when it is asked for.
  package init(
    reading path: String, named name: TableName, maker: String, columns: [SourceColumn]? = nil
  ) throws {
    let file = try FITSFile(reading: path)
    guard let unit = try? file.unit(named: name.rawValue) else {
      throw CommandFailure(
        "cannot use \(path): it holds no table called \(name.rawValue); `galaxy-aep \(maker)` writes one"
      )
    }
    try file.requireSound()
    let header = try file.header(of: unit)
    let whole = try OpenTable(of: file, unit: unit)
    let read = columns.map { columns in
      whole.names.filter { name in columns.contains { Self.isSame($0.name, name) } }
    }
    self.init(table: try whole.columns(read), header: header, path: path)
    if read != nil { backing = Backing(file: whole) }
    renameClusterScoreOfOldTables()
    guard table.rowCount > 0 else {
      throw CommandFailure("cannot use \(path): its table \(name.rawValue) has no rows")
    }
  }

  /// Reads whichever of some tables the file holds first.
  package init(
    reading path: String, anyOf names: [TableName], maker: String, columns: [SourceColumn]? = nil
  ) throws {
    let file = try FITSFile(reading: path)
    let name = names.first { (try? file.unit(named: $0.rawValue)) != nil }
    try self.init(reading: path, named: name ?? names[0], maker: maker, columns: columns)
  }

  /// Columns that are not in memory go from the file that they were read of to the new one, some rows after others.
  package func write(named name: TableName, provenance: Provenance) throws {
    var document = FITSDocument()
    if let backing {
      let rows = try TableRows(
        of: backing.file, with: backing.added.compactMap { table[$0] },
        before: SourceColumn.code.name, without: backing.removed)
      document.add(rows, header: header, name: name.rawValue)
    } else {
      document.add(table, header: header, name: name.rawValue)
    }
    try ResultFile.write(to: path) { try document.write(to: $0, provenance: provenance) }
  }

  // MARK: Columns

  package func has(_ column: SourceColumn) -> Bool {
    table[column] != nil || backing?.has(column.name) ?? false
  }

  private static func isSame(_ name: String, _ other: String) -> Bool {
    name.uppercased() == other.uppercased()
  }

  /// A column of the table, or of the file where it was not read; nil where there is none.
  private func column(named name: String) throws -> Column? {
    if let column = table[name] { return column }
    guard let backing, backing.has(name) else { return nil }
    return try backing.file.columns([name])[name]
  }

  /// The table of some of its rows, with all columns.
  package func rows(_ rows: [Int], path other: String) throws -> SourceTable {
    guard let backing else {
      return SourceTable(table: table.rows(rows), header: header, path: other)
    }
    var some = SourceTable(
      table: try backing.file.columns(of: rows), header: header, path: other)
    some.renameClusterScoreOfOldTables()
    return some
  }

  /// Takes a column of the file out of memory; it is read again when it is asked for.
  package mutating func forget(_ column: SourceColumn) {
    guard let backing, backing.file.names.contains(where: { Self.isSame($0, column.name) }),
      !backing.added.contains(column.name)
    else { return }
    table.columns.removeAll { $0.name == column.name }
  }

  /// Takes a column out of the table.
  package mutating func remove(_ column: SourceColumn) {
    table.columns.removeAll { $0.name == column.name }
    backing?.added.removeAll { $0 == column.name }
    backing?.removed.append(column.name)
  }

  /// Adds columns, in place of older ones of their names; codes stay last.
  package mutating func put(_ columns: Column...) {
    table.columns.removeAll { old in columns.contains { $0.name == old.name } }
    let end = table.columns.firstIndex { $0.name == SourceColumn.code.name }
    table.columns.insert(contentsOf: columns, at: end ?? table.columns.count)
    backing?.added.removeAll { old in columns.contains { $0.name == old } }
    backing?.added += columns.map(\.name)
  }

  /// Calls a column otherwise.
  package mutating func rename(_ column: SourceColumn, to other: SourceColumn) {
    guard let place = table.columns.firstIndex(where: { $0.name == column.name }) else { return }
    table.columns[place].name = other.name
    table.columns[place].description = other.description
    backing?.added.append(other.name)
    backing?.removed.append(column.name)
  }

  /// A column of numbers as Double; vector columns come row by row.
  package func numbers(_ column: SourceColumn) throws -> [Double] {
    try numbers(named: column.name)
  }

  /// The same of a column that a user named.
  package func numbers(named name: String) throws -> [Double] {
    guard let values = try column(named: name)?.doubles else { throw missing(name) }
    return values
  }

  /// What the label-free steps know of the sources besides their codes.
  package func compactness() throws -> Compactness {
    try Compactness(
      values: try numbers(.compactness), errors: try numbers(.compactnessError),
      magnitudes: try numbers(.stackMagnitude),
      fields: try column(named: SourceColumn.field.name)?.strings)
  }

  /// The bands that the table has magnitudes in.
  package var magnitudeBands: [String] {
    let start = SourceColumn.magnitude(in: "").name
    return columnNames.filter {
      $0.hasPrefix(start) && $0 != SourceColumn.stackMagnitude.name
    }.map { String($0.dropFirst(start.count)) }
  }

  /// A column of flags; none is set where there is no such column.
  package func flags(_ column: SourceColumn) throws -> [Bool] {
    try self.column(named: column.name)?.bools ?? [Bool](repeating: false, count: table.rowCount)
  }

  package func texts(_ column: SourceColumn) throws -> [String] {
    guard let values = try self.column(named: column.name)?.strings else {
      throw missing(column.name)
    }
    return values
  }

  /// The latent codes: as many numbers a row as the model has code units.
  package func codes() throws -> (width: Int, values: [Float]) {
    guard let column = try column(named: SourceColumn.code.name), let values = column.floats else {
      throw missing(SourceColumn.code.name)
    }
    return (column.values.width, values)
  }

  /// Refuses a table of other sources than another's, or in another order.
  ///
  /// - Parameters:
  ///   - purpose: what was being done.
  ///   - advice: what to do instead.
  package func requireSources(
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
    CommandFailure(
      "cannot use \(path): it has no column \(name)\(Suggestion.text(for: name, among: columnNames))"
    )
  }

  /// Those in memory, then the file's others.
  private var columnNames: [String] {
    let own = table.columns.map(\.name)
    let others = (backing?.file.names ?? []).filter { name in
      backing?.has(name) ?? false && !own.contains { Self.isSame($0, name) }
    }
    return own + others
  }
}
