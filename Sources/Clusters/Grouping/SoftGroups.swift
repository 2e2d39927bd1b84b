public import Tensors

/// Groups that a grouping found, ready for any source: the nearest one, or a share in each.
public protocol SoftGroups: Sendable {
  /// The group of each row of `x` `[source, feature]`.
  func assign(_ x: Tensor, workers: Workers) throws(ClustersError) -> [Int]

  /// The share `[source, group]` of each row in each group; the shares of a row sum to one.
  func memberships(_ x: Tensor, workers: Workers) throws(ClustersError) -> Tensor
}

extension KMeans.Model: SoftGroups {
  /// Shares at half the fit's own temperature: at all of it, in thirty whitened directions, a source
  /// has a share in so many clusters that every probability is drawn to the middle.
  public func memberships(_ x: Tensor, workers: Workers) throws(ClustersError) -> Tensor {
    try memberships(x, temperature: temperature / 2, workers: workers)
  }
}

extension GaussianMixture.Model: SoftGroups {}

/// How sources are grouped.
public enum GroupingMethod: String, Sendable, Codable, CaseIterable {
  /// k-means; shares fall off with the squared distance to the centres.
  case kMeans = "kmeans"
  /// A mixture of Gaussians with full covariances; shares are posterior probabilities.
  case gaussianMixture = "gmm"

  /// Groups the rows of `x` `[source, feature]`.
  package func fit(
    _ x: Tensor, groups: Int, seed: UInt64, workers: Workers
  ) throws(ClustersError) -> any SoftGroups {
    switch self {
    case .kMeans:
      try KMeans(clusters: groups, seed: seed, iterationLimit: 60).fit(x, workers: workers)
    case .gaussianMixture:
      try GaussianMixture(components: groups, seed: seed).fit(x, workers: workers)
    }
  }
}
