public import Clusters
internal import Foundation

/// P_STAR from several label-free scores together.
///
/// Scores are joined by their ranks, which asks nothing of their scales; the share of stars at the
/// source's magnitude in a usual field joins as one more, lighter voice. The joint score becomes a
/// probability by asking that, in every range of magnitudes of every field, the probabilities add
/// up to the stars expected there (`StarCounts`). Nothing here has seen a label.
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
    try fit(
      scores, compactness,
      counts: StarCounts(
        of: compactness, mixture: mixture ?? CompactnessMixture(fitting: compactness))
    ).probabilities
  }

  /// The same with what it takes to judge others by it.
  public func fit(
    _ scores: [[Double]], _ compactness: Compactness, counts: StarCounts
  ) throws(ClustersError) -> Model {
    guard !scores.isEmpty, compactness.count > 0,
      scores.allSatisfy({ $0.count == compactness.count })
    else {
      throw ClustersError(
        "cannot join scores of \(scores.map(\.count)) sources for \(compactness.count) sources; "
          + "give one of each score for every source")
    }
    let weights = FieldWeights(compactness)
    let ranks = scores.map {
      WeightedRanks(of: $0, weights: compactness.fields.map { weights[$0] })
    }
    var model = Model(
      ranks: ranks, counts: counts, priorWeight: priorWeight, spread: spread, logits: [],
      probabilities: [])
    model.logits = model.logits(scores, magnitudes: compactness.magnitudes)
    model.probabilities = counts.calibrated(model.logits, of: compactness)
    return model
  }

  /// Scores that are joined.
  public struct Model: Sendable {
    private let ranks: [WeightedRanks]
    private let counts: StarCounts
    private let priorWeight, spread: Double
    /// Of the sources, before and after they add up to the stars expected.
    public fileprivate(set) var logits: [Double]
    public fileprivate(set) var probabilities: [Double]

    fileprivate init(
      ranks: [WeightedRanks], counts: StarCounts, priorWeight: Double, spread: Double,
      logits: [Double], probabilities: [Double]
    ) {
      (self.ranks, self.counts) = (ranks, counts)
      (self.priorWeight, self.spread) = (priorWeight, spread)
      (self.logits, self.probabilities) = (logits, probabilities)
    }

    /// The logits of others among the sources, before they add up to anything.
    public func logits(_ scores: [[Double]], magnitudes: [Double]) -> [Double] {
      let places = zip(ranks, scores).map { $0.values(of: $1) }
      return magnitudes.indices.map { source in
        let votes = places.reduce(0) { $0 + $1[source] }
        let share = counts.share(at: magnitudes[source])
        let mean = (votes + priorWeight * share) / (Double(places.count) + priorWeight)
        return spread * (mean - 0.5)
      }
    }
  }
}
