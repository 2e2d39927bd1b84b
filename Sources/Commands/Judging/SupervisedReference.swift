internal import Clusters
internal import Tensors

/// How far labels themselves would lead: trees that learn classes from codes and measurements, each
/// source being judged by trees from other blocks of the sky.
///
/// A reference to hold the label-free score against; nothing that is scored can reach it.
struct SupervisedReference {
  /// The probability of being a star for every label; NaN where it has no source.
  let scores: [Double]

  static let folds = 4

  /// - Parameter table: the scores that are judged; `codes` must be of the same sources.
  init(
    _ judged: LabelledScores, in table: SourceTable, codes: SourceTable, workers: Workers
  ) throws {
    try codes.requireSources(
      of: table, to: "learn from labels", otherwise: "give the codes that they were made from")
    let features = try codes.features()
    let (ra, dec) = (try codes.numbers("RA"), try codes.numbers("DEC"))
    let labels = judged.rows.indices.filter { judged.rows[$0] != nil }
    let rows = labels.compactMap { judged.rows[$0] }
    let matrix = features.rows(rows)
    let classes = labels.map { judged.stars[$0] ? 1 : 0 }
    let parts = Folds(Self.folds, blocksOf: rows.map { (ra[$0], dec[$0]) })
    var scores = [Double](repeating: .nan, count: judged.rows.count)
    for part in 0..<Self.folds {
      let (asked, learned) = parts.split(part)
      guard !asked.isEmpty, Set(learned.map { classes[$0] }).count == 2 else { continue }
      let model = try BoostedTrees.gentle.fit(
        matrix.rows(learned), classes: learned.map { classes[$0] }, of: 2)
      let answers = try model.probabilities(matrix.rows(asked), workers: workers).values
      for (place, source) in asked.enumerated() {
        scores[labels[source]] = Double(answers[2 * place + 1])
      }
    }
    self.scores = scores
  }
}
