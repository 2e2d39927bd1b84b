package import FITS
package import Sources

/// A number measured on a source's pixels without any label, stored beside its code.
package struct Measurement {
  package var column: SourceColumn
  /// What a report calls it.
  package var name: String
  /// The same for a narrow table.
  package var shortName = ""
  /// +1 where more of it means more star-like, −1 where less does, 0 where it is no classifier.
  package var sense: Double
  /// The values in a set of scores, in the sense of `CompactnessScores`: higher is more star-like.
  package var values: @Sendable (CompactnessScores) -> [Double]

  /// The plainest of them, below which no score should fall.
  package static let concentration = Measurement(
    column: .concentration, name: "concentration", shortName: "conc.", sense: 1,
    values: \.concentration)

  /// All of them, in the order of the columns.
  package static let all = [
    concentration,
    Measurement(
      column: .halfLightRadius, name: "half-light radius",
      shortName: SourceColumn.halfLightRadius.name, sense: -1, values: \.halfLightRadius),
    Measurement(
      column: .psfMinusModel, name: "PSF minus model", shortName: "PSF-model", sense: -1,
      values: \.psfMinusModel),
    Measurement(
      column: .templates, name: "template chi2", shortName: "chi2", sense: 1,
      values: \.templates),
    Measurement(
      column: .compactness, name: "compactness u", shortName: "u", sense: 1,
      values: \.compactness),
    Measurement(
      column: .compactnessError, name: "", sense: 0, values: \.compactnessError),
    Measurement(column: .stackMagnitude, name: "", sense: 0, values: \.magnitude),
  ]

  /// The clusters' own score, in tables where it has been joined with others.
  package static let clusters = Measurement(
    column: .pClusters, name: "clusters of codes alone", shortName: "clusters", sense: 1,
    values: \.concentration)

  /// Clusters and template fit together, in tables where artificial stars have taught more.
  package static let joined = Measurement(
    column: .pJoined, name: "clusters and template chi2", shortName: "joined", sense: 1,
    values: \.concentration)

  /// What a student learned from, or what labels corrected, in its table.
  package static let teacher = Measurement(
    column: .pTeacher, name: "the score it began with", shortName: "teacher", sense: 1,
    values: \.concentration)

  /// What this program made on the way; all other scores are classical or somebody else's.
  package static let ownNames = Set([teacher, joined, clusters].map(\.name))

  /// What ours is shown beside: the classical scores, and what it was made of if a table has that.
  package static func baselines(of table: SourceTable) -> [Measurement] {
    ([teacher, joined, clusters] + all).filter {
      $0.sense != 0 && table.has($0.column) && $0.column != table.scoreColumn
    }
  }

  /// What a table is judged by: no other column need be held.
  package static let judged =
    [.field, .ra, .dec, .magnitude, .edge, .pStar] + [teacher, joined, clusters].map(\.column)
    + all.map(\.column)

  /// The same by the names that a report uses.
  package static func baselines(called names: some Collection<String>) -> [Measurement] {
    ([teacher, joined, clusters] + all).filter { $0.sense != 0 && names.contains($0.name) }
  }

  /// What a narrow table calls a score: its short name, or as much of its name as has room.
  package static func shortName(of name: String) -> String {
    baselines(called: [name]).first?.shortName ?? String(name.prefix(9))
  }

  /// The measured values as a column; radii and differences in their natural sense.
  package func column(of scores: CompactnessScores) -> Column {
    let sign = sense < 0 ? -1.0 : 1.0
    return column.column(.double(values(scores).map { sign * $0 }))
  }
}
