public import Tensors

/// Groups of codes without any direction from what is seen on the pixels: the best of several starts
/// by the grouping's own measure.
public struct CodeGrouping: Sendable {
  public var method: GroupingMethod
  /// How codes are made comparable; nil leaves them as they are.
  public var scaling: CodeScaling?
  public var clusters: Int
  public var starts: Int
  public var seed: UInt64

  public init(
    method: GroupingMethod = .kMeans, scaling: CodeScaling? = nil, clusters: Int, starts: Int = 3,
    seed: UInt64 = 0
  ) {
    (self.method, self.scaling, self.clusters) = (method, scaling, clusters)
    (self.starts, self.seed) = (starts, seed)
  }

  /// The group of every code `[source, feature]`, counted from 0.
  public func groups(
    of codes: Tensor, workers: Workers = .all
  ) throws(ClustersError) -> [Int] {
    guard starts > 0 else {
      throw ClustersError("cannot group the codes with \(starts) starts; ask for at least one")
    }
    let scaled =
      try scaling?.fit(codes, workers: workers).apply(to: codes, workers: workers) ?? codes
    switch method {
    case .kMeans:
      return try KMeans(clusters: clusters, seed: seed, restarts: starts)
        .fit(scaled, workers: workers).assignments
    case .gaussianMixture:
      var best: (likelihood: Double, model: GaussianMixture.Model)?
      for start in 0..<starts {
        let model = try GaussianMixture(components: clusters, seed: seed &+ UInt64(start))
          .fit(scaled, workers: workers)
        let likelihood = model.history.last ?? -.infinity
        if best.map({ likelihood > $0.likelihood }) ?? true { best = (likelihood, model) }
      }
      guard let best else { return [] }
      return try best.model.assign(scaled, workers: workers)
    }
  }
}
