public import Clusters
public import Tensors

/// Which end of the clusters is the stars' — found without a label, from how compact the sources
/// of each cluster look.
///
/// Nothing here takes a class: labels can neither choose the side nor move the score.
public struct ClusterOrientation: Sendable {
  public enum Form: String, Sendable, Codable, CaseIterable {
    /// A cluster's place when clusters are sorted by the median compactness of their sources.
    case rank
    /// A cluster's star fraction under a mixture of stars and galaxies in compactness, which
    /// tells a cluster of few stars from one of barely resolved galaxies.
    case mixture
  }

  public var form: Form
  /// Steps of expectation and maximisation for the star fractions.
  public var iterations: Int
  /// How many sources of average magnitude the prior of a cluster's star fraction counts.
  public var priorWeight: Double

  public init(form: Form = .mixture, iterations: Int = 30, priorWeight: Double = 2) {
    (self.form, self.iterations, self.priorWeight) = (form, iterations, priorWeight)
  }

  /// Orients clusters by memberships `[source, cluster]` and the same sources' compactness.
  public func fit(
    memberships: Tensor, compactness: Compactness
  ) throws(ClustersError) -> Model {
    try memberships.requireRows(to: "orient the clusters")
    guard memberships.shape[0] == compactness.count else {
      throw ClustersError(
        "cannot orient the clusters: \(memberships.shape[0]) sources have memberships and "
          + "\(compactness.count) a compactness; measure the sources that were clustered")
    }
    return try fit(
      assignments: memberships.largestColumns(), clusters: memberships.shape[1],
      compactness: compactness)
  }

  /// Orients clusters by the cluster of every source.
  public func fit(
    assignments: [Int], clusters: Int, compactness: Compactness
  ) throws(ClustersError) -> Model {
    guard assignments.count == compactness.count, clusters > 0,
      assignments.allSatisfy({ (0..<clusters).contains($0) })
    else {
      throw ClustersError(
        "cannot orient the clusters: \(assignments.count) assignments to \(clusters) clusters for "
          + "\(compactness.count) measured sources; give every source one of the clusters")
    }
    guard (0..<compactness.count).contains(where: { compactness.isMeasured($0) }) else {
      throw ClustersError(
        "cannot orient the clusters: none of the \(compactness.count) sources has a finite "
          + "compactness with an error; measure it on the pixels first")
    }
    switch form {
    case .rank:
      let scores = medianRanks(assignments, clusters, compactness)
      return Model(form: form, clusterScores: scores, starFractions: nil, mixture: nil)
    case .mixture:
      let mixture = CompactnessMixture(fitting: compactness)
      let fractions = StarFractions(iterations: iterations, priorWeight: priorWeight)
        .fit(assignments, clusters, compactness, mixture)
      return Model(
        form: form, clusterScores: fractions.map { logit($0) }, starFractions: fractions,
        mixture: mixture)
    }
  }

  /// Clusters that know their end.
  public struct Model: Sendable {
    public let form: Form
    /// One value a cluster, higher for stars: a rank from 0 to 1, or the logit of a star fraction.
    public let clusterScores: [Double]
    /// The fraction of stars in each cluster, of the mixture form.
    public let starFractions: [Double]?
    /// What the mixture form took stars and galaxies to be.
    public let mixture: CompactnessMixture?

    /// A score for each source, higher for stars: its clusters' scores weighted by its memberships
    /// `[source, cluster]`. Of the sources oriented or of any others; it uses their codes alone.
    public func scores(memberships: Tensor) throws(ClustersError) -> [Double] {
      try memberships.requireRows(to: "score the sources", width: clusterScores.count)
      let clusters = clusterScores.count
      return memberships.withUnsafeValues { values in
        (0..<memberships.shape[0]).map { source in
          (0..<clusters).reduce(0) {
            $0 + Double(values[source * clusters + $1]) * clusterScores[$1]
          }
        }
      }
    }

    /// P_STAR of each source, from 0 to 1: the score's sigmoid, or a rank as it is (which orders
    /// sources but promises no frequency).
    public func probabilities(memberships: Tensor) throws(ClustersError) -> [Double] {
      let scores = try scores(memberships: memberships)
      return scores.map { form == .mixture ? sigmoid($0) : min(max($0, 0), 1) }
    }
  }
}
