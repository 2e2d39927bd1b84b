/// What a labelled catalog says a source is.
public enum SourceClass: String, Sendable, Codable, CaseIterable {
  case star = "STAR"
  case galaxy = "GALAXY"
}

/// Sources with known classes: what scores are judged by, and nothing else.
///
/// No type on the way from pixels to a score holds one of these; only evaluation reads it.
public struct LabelledCatalog: Sendable {
  public struct Entry: Sendable, Equatable {
    public let position: SkyPosition
    public let sourceClass: SourceClass
    /// The catalog's own name for the source, empty where it has none.
    public let id: String
  }

  /// Where the catalog comes from; named in errors.
  public let source: String
  /// The rows whose class is known, in the order of the catalog.
  public let entries: [Entry]
  /// Class values that are neither star nor galaxy, and how many rows bear each; left out.
  public let unknownClasses: [String: Int]

  public var positions: [SkyPosition] { entries.map(\.position) }
  public var stars: Int { entries.count { $0.sourceClass == .star } }
  public var galaxies: Int { entries.count { $0.sourceClass == .galaxy } }

  /// Reads a CSV file with columns for right ascension, declination and class.
  public init(reading path: String) throws {
    try self.init(CSVTable(reading: path))
  }

  public init(_ table: CSVTable) throws {
    guard let column = table.column(ColumnHabits.sourceClass) else {
      throw SurveyError(
        "the catalog \(table.source) has no column for the class (its columns: "
          + "\(table.columns.joined(separator: ", "))); name one of them 'class'")
    }
    let ids = table.column(ColumnHabits.id)
    try self.init(
      positions: table.positions(), ids: table.rows.map { row in ids.map { row.fields[$0] } ?? "" },
      classes: table.rows.map { $0.fields[column] }, columnName: table.columns[column],
      source: table.source)
  }

  init(
    positions: [SkyPosition], ids: [String], classes: [String], columnName: String, source: String
  ) throws {
    var unknown: [String: Int] = [:]
    var entries: [Entry] = []
    for (row, text) in classes.enumerated() {
      guard let sourceClass = SourceClass(text, column: columnName) else {
        unknown[text, default: 0] += 1
        continue
      }
      entries.append(Entry(position: positions[row], sourceClass: sourceClass, id: ids[row]))
    }
    guard !entries.isEmpty else {
      let seen = unknown.keys.sorted().prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      throw SurveyError(
        "the catalog \(source) has no row with a known class"
          + (seen.isEmpty ? "" : " (column \(columnName) holds \(seen))")
          + "; classes are STAR and GALAXY")
    }
    self.source = source
    self.entries = entries
    unknownClasses = unknown
  }
}

extension SourceClass {
  /// Understands STAR and GALAXY in any case, SDSS's photometric types 6 and 3 in a column named
  /// so, and yes or no in a column that asks `is_star`. Anything else is not guessed.
  init?(_ text: String, column: String) {
    switch (column.lowercased(), text.lowercased()) {
    case (_, "star"), ("type", "6"), ("objtype", "6"): self = .star
    case (_, "galaxy"), ("type", "3"), ("objtype", "3"): self = .galaxy
    case ("is_star", "1"), ("is_star", "true"), ("star", "1"), ("star", "true"): self = .star
    case ("is_star", "0"), ("is_star", "false"), ("star", "0"), ("star", "false"): self = .galaxy
    default: return nil
    }
  }
}
