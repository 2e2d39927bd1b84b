internal import Labels
internal import Sky
package import Tables

/// How many of the loneliest sources of a table are strange galaxies that were put in.
package struct FoundOddities: Sendable, Codable, Equatable {
  package struct Kind: Sendable, Codable, Equatable {
    package let name: String
    package let found, put: Int

    package init(name: String, found: Int, put: Int) {
      (self.name, self.found, self.put) = (name, found, put)
    }
  }

  /// Strange galaxies that a source of the table shows at all.
  package let put: Int
  /// Of the first so many listed: those that are one of them, each counted once; and what else they are.
  package let first, found, explained: Int
  /// Those found by kind, in the order of their names.
  package let kinds: [Kind]

  /// - Parameters:
  ///   - loneliness: of every row of the table; the largest are listed first.
  ///   - wanted: the rows that may be listed.
  ///   - explained: those that flags explain.
  ///   - radius: how far from a strange galaxy's middle a source may be found, in arcseconds.
  package init(
    _ loneliness: [Float], of table: SourceTable, wanted: [Int], explained: [Bool],
    truth path: String, first: Int, radius: Double
  ) throws {
    let truth = try TrueProperties(reading: path)
    guard let names = truth.texts("oddity") else { throw truth.missing("oddity") }
    let strange = names.indices.filter { !names[$0].isEmpty }
    let positions = try table.positions()
    let pairs = SkyMatch.pairs(
      strange.map { truth.positions[$0] }, positions, radius: radius)
    var owner = [Int: Int]()
    for pair in pairs { owner[pair.second] = pair.first }
    let shown = Set(pairs.map(\.first))
    guard !shown.isEmpty else {
      throw SurveyError(
        "cannot judge \(table.path) by \(path): none of its \(positions.count) sources lies within \(radius)″ of one of "
          + "\(strange.count) strange galaxies; simulate the sky with --oddities")
    }
    let listed = wanted.sorted { (-loneliness[$0], $0) < (-loneliness[$1], $1) }.prefix(first)
    let found = Set(listed.compactMap { owner[$0] })
    (put, self.first, self.found) = (shown.count, listed.count, found.count)
    self.explained = listed.count { explained[$0] && owner[$0] == nil }
    kinds = Set(strange.map { names[$0] }).sorted().map { name in
      Kind(
        name: name, found: found.count { names[strange[$0]] == name },
        put: shown.count { names[strange[$0]] == name })
    }
  }
}
