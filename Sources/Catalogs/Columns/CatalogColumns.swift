internal import Sky

/// The names of a catalog's columns where the user gives them; nil leaves it to habit.
public struct CatalogColumns: Sendable, Equatable {
  public var ra: String?
  public var dec: String?
  public var id: String?
  public var sourceClass: String?
  /// A column of numbers that is asked for; habit knows none.
  var score: String?

  public init(
    ra: String? = nil, dec: String? = nil, id: String? = nil, sourceClass: String? = nil
  ) {
    (self.ra, self.dec, self.id, self.sourceClass) = (ra, dec, id, sourceClass)
  }
}

/// A column as a catalog's head describes it.
struct CatalogField: Sendable, Equatable {
  var name: String
  var ucd: String?
  var unit: String?
  /// Whether it holds one number or text a row.
  var isSimple = true
}

/// Which columns of a catalog are which.
package struct CatalogChoice: Sendable, Equatable {
  var ra: Int
  var dec: Int
  package var id: Int?
  package var sourceClass: Int?
  var score: Int?
  var raUnit: AngleUnit
  var decUnit: AngleUnit

  var wanted: [Int] { [ra, dec, id, sourceClass, score].compactMap { $0 } }

  /// The same columns in a table that holds only the wanted ones.
  var amongWanted: CatalogChoice {
    var choice = self
    (choice.ra, choice.dec) = (0, 1)
    var place = 2
    for column in [\CatalogChoice.id, \.sourceClass, \.score] where self[keyPath: column] != nil {
      choice[keyPath: column] = place
      place += 1
    }
    return choice
  }

  /// - Parameter source: the catalog, named in errors.
  init(
    _ fields: [CatalogField], columns: CatalogColumns, source: String
  ) throws(SurveyError) {
    let choosing = Choosing(fields: fields, source: source)
    ra = try choosing.required(
      columns.ra, ColumnHabits.ra, ["pos.eq.ra;meta.main", "pos.eq.ra", "pos_eq_ra_main"],
      "right ascension", "ra")
    dec = try choosing.required(
      columns.dec, ColumnHabits.dec, ["pos.eq.dec;meta.main", "pos.eq.dec", "pos_eq_dec_main"],
      "declination", "dec")
    id = try choosing.optional(columns.id, ColumnHabits.id, "id")
    sourceClass = try choosing.optional(columns.sourceClass, ColumnHabits.sourceClass, "class")
    score = try columns.score.map { (name) throws(SurveyError) in
      try choosing.place(of: name, otherwise: "name another")
    }
    raUnit = try Self.unit(of: fields[ra], isRA: true, source)
    decUnit = try Self.unit(of: fields[dec], isRA: false, source)
  }

  private static func unit(
    of field: CatalogField, isRA: Bool, _ source: String
  ) throws(SurveyError) -> AngleUnit {
    guard let unit = AngleUnit(field.unit, isRA: isRA) else {
      throw SurveyError(
        "column \(field.name.onOneLine) of the catalog \(source) is in "
          + "'\((field.unit ?? "").onOneLine)', which is no unit of "
          + "\(isRA ? "right ascension" : "declination"); give degrees")
    }
    return unit
  }
}

/// Looks columns up, or says what is missing.
private struct Choosing {
  let fields: [CatalogField]
  let source: String

  func required(
    _ given: String?, _ habits: [String], _ ucds: [String], _ meaning: String, _ example: String
  ) throws(SurveyError) -> Int {
    if let place = try optional(given, habits, example) { return place }
    let known = fields.map { $0.isSimple ? $0.ucd?.lowercased() : nil }
    if let place = ucds.lazy.compactMap({ known.firstIndex(of: $0) }).first { return place }
    throw SurveyError(
      "the catalog \(source) has no column for \(meaning) (its columns: \(list)); "
        + "name one of them '\(example)' or give it with --\(example)-column")
  }

  func optional(
    _ given: String?, _ habits: [String], _ option: String
  ) throws(SurveyError) -> Int? {
    guard let given else {
      let known = fields.map { $0.isSimple ? $0.name.lowercased() : "" }
      return habits.lazy.compactMap { known.firstIndex(of: $0) }.first
    }
    return try place(of: given, otherwise: "give another with --\(option)-column")
  }

  func place(of given: String, otherwise advice: String) throws(SurveyError) -> Int {
    let known = fields.map { $0.isSimple ? $0.name.lowercased() : "" }
    guard let place = known.firstIndex(of: given.lowercased()), !given.isEmpty else {
      throw SurveyError(
        "the catalog \(source) has no column \(given) of single values (its columns: \(list)); "
          + advice)
    }
    return place
  }

  /// The names, cut where there are very many.
  private var list: String {
    let names = fields.prefix(40).map(\.name.onOneLine).joined(separator: ", ")
    return fields.count > 40 ? "\(names) and \(fields.count - 40) more" : names
  }
}
