public import Catalogs
public import Files
public import Sky

/// What a labelled catalog says a source is.
public enum SourceClass: String, Sendable, Codable, CaseIterable {
  case star = "STAR"
  case galaxy = "GALAXY"
}

/// Sources with known classes: what scores are judged by, and what is openly taught learns from.
///
/// No type on the label-free way from pixels to P_STAR holds one of these.
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
  /// What is not as it should be about it: rows without a position, which are left out, above all.
  public let remarks: [FileRemark]

  public var positions: [SkyPosition] { entries.map(\.position) }
  public var stars: Int { entries.count { $0.sourceClass == .star } }
  public var galaxies: Int { entries.count { $0.sourceClass == .galaxy } }

  /// Reads a CSV file, a FITS table or a VOTable with columns for right ascension, declination and
  /// class.
  public init(reading path: String, columns: CatalogColumns = CatalogColumns()) throws {
    try self.init(CatalogFile.read(path, columns: columns), columns: columns)
  }

  public init(_ table: CSVTable, columns: CatalogColumns = CatalogColumns()) throws {
    let choice = try table.choice(columns)
    guard let column = choice.sourceClass else {
      throw SurveyError(
        "the catalog \(table.source) has no column for the class (its columns: "
          + "\(table.columns.joined(separator: ", "))); name one of them 'class' or give it with "
          + "--class-column")
    }
    let positions = try table.positions(choice)
    try self.init(
      positions: positions, remarks: table.remarks(on: positions, choice),
      ids: table.rows.map { row in choice.id.map { row.fields[$0] } ?? "" },
      classes: table.rows.map { $0.fields[column] }, columnName: table.columns[column],
      source: table.source)
  }

  init(
    positions: [SkyPosition], remarks: [FileRemark] = [], ids: [String], classes: [String],
    columnName: String, source: String
  ) throws {
    var unknown: [String: Int] = [:]
    var entries: [Entry] = []
    for (row, text) in classes.enumerated() where positions[row].isKnown {
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
    self.remarks = remarks
    self.entries = entries
    unknownClasses = unknown
  }
}

extension SourceClass {
  /// Understands STAR and GALAXY in any case and their usual short forms, SDSS's photometric types
  /// 6 and 3 and the Legacy Surveys' PSF in columns named so, COSMOS's mu_class, and yes or no in a
  /// column that asks `is_star` or `is_galaxy`. Anything else is not guessed.
  init?(_ text: String, column: String) {
    let value = text.lowercased()
    if ["star", "stars", "s"].contains(value) {
      self = .star
    } else if ["galaxy", "galaxies", "gal", "g"].contains(value) {
      self = .galaxy
    } else if let known = Self.codes[column.lowercased()]?[value] {
      self = known
    } else {
      return nil
    }
  }

  private static let photometric: [String: SourceClass] = [
    "6": .star, "6.0": .star, "3": .galaxy, "3.0": .galaxy, "psf": .star, "rex": .galaxy,
    "exp": .galaxy, "dev": .galaxy, "ser": .galaxy, "comp": .galaxy, "simp": .galaxy,
  ]
  private static let yes: [String: SourceClass] = [
    "1": .star, "1.0": .star, "true": .star, "t": .star, "yes": .star, "0": .galaxy,
    "0.0": .galaxy, "false": .galaxy, "f": .galaxy, "no": .galaxy,
  ]
  private static let no = yes.mapValues { $0 == .star ? SourceClass.galaxy : .star }
  private static let codes: [String: [String: SourceClass]] = [
    "type": photometric, "objtype": photometric, "objc_type": photometric,
    "mu_class": ["1": .galaxy, "2": .star], "is_star": yes, "isstar": yes, "star": yes,
    "is_galaxy": no, "isgalaxy": no,
  ]
}
