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
    let found = try parts.outOfFold {
      _, learned throws(ClustersError) -> BoostedTrees.Model? in
      let taught = learned.map { classes[$0] }
      guard Set(taught).count == 2 else { return nil }
      return try BoostedTrees.gentle.fit(matrix.rows(learned), classes: taught, of: 2)
    } judge: { trees, asked throws(ClustersError) in
      let answers = try trees.probabilities(matrix.rows(asked), workers: workers)
      return asked.indices.map { Double(answers[$0, 1]) }
    }
    var scores = [Double](repeating: .nan, count: judged.rows.count)
    for case (let label, let score?) in zip(labels, found) { scores[label] = score }
    self.scores = scores
  }
}
