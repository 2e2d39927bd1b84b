public import Tensors

/// k-means: groups sources around centres so that the sum of squared distances is small.
///
/// Lloyd's iterations from k-means++ seeds (Arthur & Vassilvitskii 2007, with greedy trials), the
/// best of several restarts. A cluster that empties is seeded again at the source farthest from
/// its centre. The same seed gives the same bits for any number of threads.
public struct KMeans: Sendable {
  public var clusters: Int
  public var seed: UInt64
  /// How many times to start over with other seeds; the result with the least inertia is kept.
  public var restarts: Int
  public var iterationLimit: Int
  /// Stop when the centres' squared shift falls below this fraction of the mean column variance.
  public var tolerance: Double

  public init(
    clusters: Int, seed: UInt64 = 0, restarts: Int = 1, iterationLimit: Int = 300,
    tolerance: Double = 1e-4
  ) {
    (self.clusters, self.seed, self.restarts) = (clusters, seed, restarts)
    (self.iterationLimit, self.tolerance) = (iterationLimit, tolerance)
  }

  /// Groups codes `[source, feature]`.
  public func fit(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Model {
    let rows = try rows(x, workers)
    var best = start(0, rows, workers)
    for restart in 1..<restarts {
      let result = start(restart, rows, workers)
      if result.inertia < best.inertia { best = result }
    }
    return Model(best, rows)
  }

  /// Groups codes `[source, feature]` around centres `[cluster, feature]` that are near the truth:
  /// Lloyd's iterations alone, without seeds or restarts.
  public func fit(
    _ x: Tensor, from centres: Tensor, workers: Workers = .all
  ) throws(ClustersError) -> Model {
    let rows = try rows(x, workers)
    guard centres.shape == [clusters, rows.width] else {
      throw ClustersError(
        "cannot start from centres of shape \(centres.shape); give \([clusters, rows.width])")
    }
    try centres.requireRows(to: "start from the centres")
    let seeds = Centres(centres, around: rows.origin, stride: rows.stride)
    return Model(iterations.run(rows, from: seeds, workers), rows)
  }

  private func rows(_ x: Tensor, _ workers: Workers) throws(ClustersError) -> Rows {
    try x.requireRows(to: "group the codes into \(clusters) clusters")
    guard clusters > 0, restarts > 0, iterationLimit > 0 else {
      throw ClustersError(
        "cannot group the codes: clusters (\(clusters)), restarts (\(restarts)) and iterations "
          + "(\(iterationLimit)) must all be at least 1")
    }
    guard clusters <= x.shape[0] else {
      throw ClustersError(
        "cannot group \(x.shape[0]) sources into \(clusters) clusters; ask for at most "
          + "\(x.shape[0])")
    }
    let rows = Rows(x, workers: workers)
    guard rows.norms.allSatisfy({ $0.isFinite }) else {
      throw ClustersError(
        "cannot group the codes: their squared distances overflow; standardise the codes first")
    }
    return rows
  }

  private var iterations: LloydIterations {
    LloydIterations(limit: iterationLimit, tolerance: tolerance)
  }

  private func start(_ restart: Int, _ rows: Rows, _ workers: Workers) -> LloydResult {
    var random = RandomNumbers.stream(UInt64(restart), seed: seed)
    let seeds = KMeansSeeds(count: clusters).choose(among: rows, &random, workers)
    return iterations.run(rows, from: Centres(seeds, of: rows), workers)
  }
}
