public import Clusters
public import Tensors

/// Star scores from codes without a label: many clusters, each run oriented by compactness, and the
/// runs' scores averaged.
public struct ClusterClassifier: Sendable {
  public var method: GroupingMethod
  public var scaling: CodeScaling
  /// Asked of each run; one for every twenty sources at most, since the star fraction of a smaller
  /// cluster is anyone's guess.
  public var clusters: Int
  public var runs: Int
  public var seed: UInt64
  public var orientation: ClusterOrientation

  public init(
    method: GroupingMethod = .kMeans, scaling: CodeScaling = .whitened, clusters: Int = 200,
    runs: Int = 3, seed: UInt64 = 0,
    orientation: ClusterOrientation = ClusterOrientation()
  ) {
    (self.method, self.scaling) = (method, scaling)
    (self.clusters, self.runs, self.seed) = (clusters, runs, seed)
    self.orientation = orientation
  }

  /// Groups codes `[source, feature]`, scaled, and orients the groups.
  public func fit(
    _ codes: Tensor, compactness: Compactness, workers: Workers = .all
  ) throws(ClustersError) -> Model {
    guard runs > 0, clusters > 0 else {
      throw ClustersError(
        "cannot classify: \(runs) runs of \(clusters) clusters; ask for at least one of each")
    }
    let scale = try scaling.fit(codes, workers: workers)
    let scaled = try scale.apply(to: codes, workers: workers)
    let count = min(clusters, max(2, codes.shape[0] / 20), codes.shape[0])
    var members: [Member] = []
    for run in 0..<runs {
      let groups = try method.fit(
        scaled, groups: count, seed: seed &+ UInt64(run), workers: workers)
      let oriented = try orientation.fit(
        assignments: try groups.assign(scaled, workers: workers), clusters: count,
        compactness: compactness)
      members.append((groups, oriented))
    }
    return Model(scale: scale, members: members, form: orientation.form)
  }

  typealias Member = (groups: any SoftGroups, orientation: ClusterOrientation.Model)

  /// Runs of clusters that know their ends.
  public struct Model: Sendable {
    let scale: CodeScaling.Fitted
    let members: [Member]
    let form: ClusterOrientation.Form

    /// The cluster of each code in the first run.
    public func clusters(
      of codes: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> [Int] {
      try members[0].groups.assign(try scale.apply(to: codes, workers: workers), workers: workers)
    }

    /// A score for each code, higher for stars.
    public func scores(
      _ codes: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> [Double] {
      let scaled = try scale.apply(to: codes, workers: workers)
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
