public import Clusters
internal import Foundation

/// P_STAR from several label-free scores together.
///
/// Scores are joined by their ranks, which asks nothing of their scales; the share of stars at the
/// source's magnitude joins as one more, lighter voice. The joint score becomes a probability by
/// asking that, in every range of magnitudes, the probabilities add up to the stars expected there
/// (`StarCounts`). Nothing here has seen a label.
public struct JointClassifier: Sendable {
  /// How much the share of stars counts beside each score.
  public var priorWeight = 0.5
  /// How many logits lie between the lowest and the highest joint score.
  public var spread = 12.0

  public init() {}

  /// P_STAR of every source.
  ///
  /// - Parameters:
  ///   - scores: of all sources, each higher for stars; not finite where a source has none, which
  ///     then counts as the middle.
  ///   - mixture: fitted to the same compactness; nil to fit it here.
  public func probabilities(
    joining scores: [[Double]], compactness: Compactness, mixture: CompactnessMixture? = nil
  ) throws(ClustersError) -> [Double] {
    guard !scores.isEmpty, compactness.count > 0,
      scores.allSatisfy({ $0.count == compactness.count })
    else {
      throw ClustersError(
        "cannot join scores of \(scores.map(\.count)) sources for \(compactness.count) sources; "
          + "give one of each score for every source")
    }
    let counts = StarCounts(
      of: compactness, mixture: mixture ?? CompactnessMixture(fitting: compactness))
    let weights = FieldWeights(compactness)
    let ranks = scores.map { score in
      WeightedRanks(of: score, weights: compactness.fields.map { weights[$0] }).values(of: score)
    }
    let logits = compactness.magnitudes.indices.map { source in
      let votes = ranks.reduce(0) { $0 + $1[source] }
      let share = counts.share(
        at: compactness.magnitudes[source], field: compactness.fields[source])
      let mean =
        (votes + priorWeight * share) / (Double(ranks.count) + priorWeight)
      return spread * (mean - 0.5)
    }
    return counts.calibrated(logits, of: compactness)
  }
}
