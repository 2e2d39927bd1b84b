public import Tensors

/// A mixture of Gaussians fitted by expectation and maximisation, started from k-means.
///
/// Everything is computed in double precision around the mean of all sources; the log-likelihood
/// never falls from one iteration to the next. The same seed gives the same bits for any number
/// of threads.
public struct GaussianMixture: Sendable {
  /// The shape of a component's covariance.
  public enum Covariance: String, Sendable, Codable, CaseIterable {
    /// Any ellipsoid.
    case full
    /// Axes along the features.
    case diagonal
  }

  public var components: Int
  public var covariance: Covariance
  public var seed: UInt64
  public var iterationLimit: Int
  /// Stop when the mean log-likelihood of a source rises by less than this.
  public var tolerance: Double
  /// Added to every variance, as a fraction of the features' mean variance.
  public var regularisation: Double

  public init(
    components: Int, covariance: Covariance = .full, seed: UInt64 = 0, iterationLimit: Int = 100,
    tolerance: Double = 1e-4, regularisation: Double = 1e-4
  ) {
    (self.components, self.covariance, self.seed) = (components, covariance, seed)
    (self.iterationLimit, self.tolerance) = (iterationLimit, tolerance)
    self.regularisation = regularisation
  }

  /// Fits codes `[source, feature]`.
  public func fit(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Model {
    guard iterationLimit > 0, regularisation >= 0, tolerance >= 0 else {
      throw ClustersError(
        "cannot fit a Gaussian mixture: the iteration limit (\(iterationLimit)) must be at least "
          + "1, the tolerance (\(tolerance)) and regularisation (\(regularisation)) not negative")
    }
    let groups = try KMeans(clusters: components, seed: seed, iterationLimit: 30)
      .fit(x, workers: workers).assignments
    let centred = CentredBlocks(x, workers)
    let variance =
      centred.squares(workers).reduce(0, +) / Double(centred.count * centred.width)
    let floor = max(regularisation * variance, 1e-12 * variance, 1e-30)

    let start = MixtureStatistics.gather(centred, components, covariance, workers) {
      rows, responsibilities, _ in
      for (offset, row) in rows.enumerated() {
        responsibilities[groups[row] * rows.count + offset] = 1
      }
      return 0
    }
    var parameters = try MixtureParameters(start, covariance, centred.width, floor: floor)
    var statistics = parameters.statistics(of: centred, workers)
    var history = [statistics.logLikelihood / Double(centred.count)]
    var converged = false
    while history.count <= iterationLimit, !converged {
      let next = try MixtureParameters(statistics, covariance, centred.width, floor: floor)
      statistics = next.statistics(of: centred, workers)
      let likelihood = statistics.logLikelihood / Double(centred.count)
      let gain = likelihood - history[history.count - 1]
      converged = gain < tolerance
      // The floor under the variances can cost likelihood in the last digits: keep the better.
      if gain >= 0 {
        history.append(likelihood)
        parameters = next
      }
    }
    return Model(parameters, centred, history, converged)
  }
}
