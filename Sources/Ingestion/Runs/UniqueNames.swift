internal import Catalogs
internal import Sky

/// Names by which sources are found again in other tables: fields by theirs, sources by theirs within a field.
package enum UniqueNames {
  /// Refuses fields of one name, which would be taken for one.
  static func check(_ inputs: [IngestInput]) throws(SurveyError) {
    var seen: [String: IngestInput] = [:]
    for input in inputs {
      guard let other = seen.updateValue(input, forKey: input.id) else { continue }
      throw SurveyError(
        "two fields would be called \(input.id): that of \(other.paths.first ?? "") and that of "
          + "\(input.paths.first ?? ""); rename the files of one, or ingest them into sets of their own"
      )
    }
  }

  /// The names of a catalog's positions; those that several positions share, or that are blank, get the row
  /// ("17#203", rows from 0).
  package static func ofPositions(_ ids: [String]) -> [String] {
    let counts = Dictionary(ids.map { ($0, 1) }, uniquingKeysWith: +)
    var names = ids
    for (row, id) in ids.enumerated() where counts[id] != 1 || id.allSatisfy(\.isWhitespace) {
      names[row] = "\(id)#\(row)"
    }
    // A name that looks like one of these is told apart in the same way.
    guard Set(names).count < names.count else { return names }
    return ids.enumerated().map { "\($1)#\($0)" }
  }

  /// What is to be said of it; nil where all names were told apart already.
  static func warning(_ catalog: SkyCatalog) -> IngestWarning? {
    guard let ids = catalog.ids else { return nil }
    let changed = zip(ids, ofPositions(ids)).filter { $0 != $1 }
    guard let first = changed.first else { return nil }
    return IngestWarning(
      text:
        "\(changed.count) positions of the catalog \(catalog.source) share their name with another or "
        + "have none; they are called by their row as well, as \(first.1)")
  }
}
