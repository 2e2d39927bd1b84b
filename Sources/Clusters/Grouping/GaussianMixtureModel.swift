internal import Foundation
public import Tensors

extension GaussianMixture {
  /// A fitted mixture of Gaussians.
  public struct Model: Sendable {
    public let covariance: Covariance
    /// The fraction of the sources in every component.
    public let weights: [Double]
    /// `[component, feature]`.
    public let means: [Double]
    /// Full: `[component, feature, feature]`. Diagonal: `[component, feature]`.
    public let covariances: [Double]
    /// The mean log-likelihood of a source: at the start and after every iteration, never falling.
    public let history: [Double]
    /// Whether the likelihood stood still before the limit on iterations.
    public let converged: Bool

    private let parameters: MixtureParameters
    private let origin: [Double]

    init(
      _ parameters: MixtureParameters, _ x: CentredBlocks, _ history: [Double], _ converged: Bool
    ) {
      (self.parameters, origin) = (parameters, x.means)
      (covariance, weights) = (parameters.shape, parameters.weights)
      let width = x.width
      means = parameters.means.indices.map { parameters.means[$0] + x.means[$0 % width] }
      covariances = parameters.covariances
      (self.history, self.converged) = (history, converged)
    }

    /// The number of features.
    public var width: Int { origin.count }

    /// How many numbers describe the mixture.
    public var parameterCount: Int {
      let shape = covariance == .full ? width * (width + 1) / 2 : width
      return weights.count - 1 + weights.count * (width + shape)
    }

    /// The posterior probability of every component, `[source, component]`; rows sum to one.
    public func memberships(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Tensor {
      try x.requireRows(to: "find the components of the codes", width: width)
      let (centred, components) = (CentredBlocks(x, around: origin), weights.count)
      return Tensor(uninitialized: [x.shape[0], components]) { out in
        guard let out = Shared(out) else { return }
        _ = evaluate(centred, workers) { rows, shares in
          for row in 0..<rows.count {
            for component in 0..<components {
              out.pointer[(rows.lowerBound + row) * components + component] =
                Float(shares[component * rows.count + row])
            }
          }
        }
      }
    }

    /// The component with the largest posterior of every source.
    public func assign(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> [Int] {
      try memberships(x, workers: workers).largestColumns()
    }

    /// The log-likelihood of all sources together.
    public func logLikelihood(
      _ x: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> Double {
      try x.requireRows(to: "find the likelihood of the codes", width: width)
      return evaluate(CentredBlocks(x, around: origin), workers) { _, _ in }
    }

    /// The Bayesian information criterion; of several mixtures the least is to be preferred.
    public func bic(_ x: Tensor, workers: Workers = .all) throws(ClustersError) -> Double {
      let likelihood = try logLikelihood(x, workers: workers)
      return Double(parameterCount) * log(Double(x.shape[0])) - 2 * likelihood
    }

    private func evaluate(
      _ x: CentredBlocks, _ workers: Workers,
      _ use: @escaping @Sendable (Range<Int>, UnsafePointer<Double>) -> Void
    ) -> Double {
      let (parameters, components) = (parameters, weights.count)
      return workers.results(of: x.pieces.count) { piece in
        var sum = 0.0
        var shares = [Double](repeating: 0, count: components * CentredBlocks.rowsInBlock)
        shares.withUnsafeMutableBufferPointer { shares in
          guard let shares = shares.baseAddress else { return }
          x.forEachBlock(of: piece) { rows, block in
            sum += parameters.expect(
              rows: rows.count, into: shares, block: block, eachAlone: true)
            use(rows, shares)
          }
        }
        return sum
      }.reduce(0, +)
    }
  }
}

extension Tensor {
  /// The column of every row's largest value; of several the first.
  public func largestColumns() -> [Int] {
    let width = shape[1]
    return withUnsafeValues { values in
      (0..<shape[0]).map { row in
        (0..<width).reduce(0) {
          values[row * width + $1] > values[row * width + $0] ? $1 : $0
        }
      }
    }
  }
}
