internal import Clusters
public import Tensors

/// How far labels themselves would lead: trees that learn classes from codes and measurements, each
/// source being judged by trees from other blocks of the sky.
///
/// A reference to hold the label-free score against; nothing that is scored can reach it.
public struct SupervisedReference: Sendable {
  /// The probability of being a star for every label; NaN where it has no source.
  public let scores: [Double]

  package static let folds = 4

  /// - Parameters:
  ///   - features: what is known of every source without a label, `[source, feature]`.
  ///   - ra: right ascension in degrees, by which with `dec` the sky is cut into blocks.
  public init(
    _ judged: LabelledScores, features: Tensor, ra: [Double], dec: [Double], workers: Workers
  ) throws {
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
