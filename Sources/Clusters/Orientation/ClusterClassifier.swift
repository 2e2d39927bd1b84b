public import Tensors

/// Star scores from codes without a label: many k-means clusters, each run oriented by
/// compactness, and the runs' scores averaged.
public struct ClusterClassifier: Sendable {
  /// Asked of each run; one for every twenty sources at most, since the
  /// star fraction of a smaller cluster is anyone's guess.
  public var clusters: Int
  public var runs: Int
  public var seed: UInt64
  public var orientation: ClusterOrientation

  public init(
    clusters: Int = 200, runs: Int = 3, seed: UInt64 = 0,
    orientation: ClusterOrientation = ClusterOrientation()
  ) {
    (self.clusters, self.runs, self.seed) = (clusters, runs, seed)
    self.orientation = orientation
  }

  /// Groups codes `[source, feature]`, each feature scaled to spread one, and orients the groups.
  public func fit(
    _ codes: Tensor, compactness: Compactness, workers: Workers = .all
  ) throws(ClustersError) -> Model {
    guard runs > 0, clusters > 0 else {
      throw ClustersError(
        "cannot classify: \(runs) runs of \(clusters) clusters; ask for at least one of each")
    }
    let standardisation = try Standardisation(of: codes)
    let scaled = try standardisation.apply(to: codes)
    var members: [(KMeans.Model, ClusterOrientation.Model)] = []
    for run in 0..<runs {
      let groups = try KMeans(
        clusters: min(clusters, max(2, codes.shape[0] / 20), codes.shape[0]),
        seed: seed &+ UInt64(run),
        iterationLimit: 60
      ).fit(scaled, workers: workers)
      members.append(
        (
          groups,
          try orientation.fit(
            assignments: groups.assignments, clusters: groups.counts.count,
            compactness: compactness)
        ))
    }
    return Model(standardisation: standardisation, members: members, form: orientation.form)
  }

  /// Runs of clusters that know their ends.
  public struct Model: Sendable {
    let standardisation: Standardisation
    let members: [(groups: KMeans.Model, orientation: ClusterOrientation.Model)]
    let form: ClusterOrientation.Form

    /// A score for each code, higher for stars.
    public func scores(
      _ codes: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> [Double] {
      let scaled = try standardisation.apply(to: codes)
      var sums = [Double](repeating: 0, count: codes.shape[0])
      for (groups, orientation) in members {
        let memberships = try groups.memberships(scaled, workers: workers)
        let scores = try orientation.scores(memberships: memberships)
        for i in sums.indices { sums[i] += scores[i] / Double(members.count) }
      }
      return sums
    }

    /// P_STAR of each code, from 0 to 1.
    public func probabilities(
      _ codes: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> [Double] {
      let scores = try scores(codes, workers: workers)
      return scores.map { form == .mixture ? sigmoid($0) : min(max($0, 0), 1) }
    }
  }
}
