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

  /// The scaling and the number of clusters that serve so many sources best.
  ///
  /// Standardised units see brightness first, and need many clusters to look behind it; a hundred whitened ones do
  /// with few sources. On simulated fields (docs/label-free.md) the two are level with some 2,500 sources.
  public static func usual(sources: Int) -> (scaling: CodeScaling, clusters: Int) {
    sources < manySources ? usualOfFew : usualOfMany
  }

  /// From how many sources on `usualOfMany` serve better.
  public static let manySources = 2500
  public static let usualOfFew = (scaling: CodeScaling.whitened, clusters: 100)
  public static let usualOfMany = (scaling: CodeScaling.standardised, clusters: 400)

  public init(
    method: GroupingMethod = .kMeans, scaling: CodeScaling = .whitened, clusters: Int = 200,
    runs: Int = 3, seed: UInt64 = 0,
    orientation: ClusterOrientation = ClusterOrientation()
  ) {
    (self.method, self.scaling) = (method, scaling)
    (self.clusters, self.runs, self.seed) = (clusters, runs, seed)
    self.orientation = orientation
  }

  /// How many sources a cluster is looked for among, on average: a fit among millions would move no centre by anything
  /// that a cluster's share of stars shows.
  static let sourcesPerCluster = 500

  /// The rows of so many sources that groups are learned from: every so many-th where there are more than 500 for each
  /// group. A part of a part is the same part.
  public func learned(of sources: Int) -> [Int] {
    let step = max(1, sources / (groups(of: sources) * Self.sourcesPerCluster))
    return Array(stride(from: 0, to: sources, by: step))
  }

  private func groups(of sources: Int) -> Int {
    max(1, min(clusters, max(2, sources / 20), sources))
  }

  /// Groups codes `[source, feature]`, scaled, and orients the groups: all by the rows of `learned` alone, so that a fit
  /// to those is the same.
  public func fit(
    _ codes: Tensor, compactness: Compactness, workers: Workers = .all
  ) throws(ClustersError) -> Model {
    guard runs > 0, clusters > 0 else {
      throw ClustersError(
        "cannot classify: \(runs) runs of \(clusters) clusters; ask for at least one of each")
    }
    try codes.requireRows(to: "group the codes")
    let (sources, learned) = (codes.shape[0], learned(of: codes.shape[0]))
    guard learned.count == sources || compactness.count != sources else {
      return try fit(
        codes.rows(learned), compactness: compactness.rows(learned), workers: workers)
    }
    let scale = try scaling.fit(codes, workers: workers)
    let scaled = try scale.apply(to: codes, workers: workers)
    let count = groups(of: sources)
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
      var assignments: [Int] = []
      assignments.reserveCapacity(codes.shape[0])
      try scale.forEachBlock(of: codes, workers) { _, scaled throws(ClustersError) in
        assignments += try members[0].groups.assign(scaled, workers: workers)
      }
      return assignments
    }

    /// A score for each code, higher for stars.
    public func scores(
      _ codes: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> [Double] {
      var sums = [Double](repeating: 0, count: codes.shape[0])
      try scale.forEachBlock(of: codes, workers) { rows, scaled throws(ClustersError) in
        for (groups, orientation) in members {
          let memberships = try groups.memberships(scaled, workers: workers)
          let scores = try orientation.scores(memberships: memberships)
          for (row, score) in zip(rows, scores) { sums[row] += score / Double(members.count) }
        }
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

extension CodeScaling.Fitted {
  /// Goes through codes `[source, feature]` a block at a time, so that neither the scaled codes nor what is made of them
  /// is ever held of millions: hands over the rows of the block and its scaled codes.
  fileprivate func forEachBlock(
    of codes: Tensor, _ workers: Workers,
    _ body: (Range<Int>, Tensor) throws(ClustersError) -> Void
  ) throws(ClustersError) {
    let count = codes.shape[0]
    for rows in (0..<count).blocks() {
      try body(rows, apply(to: rows.count == count ? codes : codes.rows(rows), workers: workers))
    }
  }
}
