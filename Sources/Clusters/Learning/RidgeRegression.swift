internal import Foundation
public import Tensors

/// A number as a weighted sum of standardised features, with a price on the weights (Hoerl & Kennard 1970,
/// doi:10.1080/00401706.1970.10488634): the least Σ (y − ŷ)² + `penalty` Σ w².
public struct RidgeRegression: Sendable, Equatable {
  public var penalty: Double

  public init(penalty: Double = 1) { self.penalty = penalty }

  /// Learns from codes `[source, feature]` and a number of each source.
  public func fit(
    _ x: Tensor, numbers: [Double], workers: Workers = .all
  ) throws(ClustersError) -> Model {
    try x.requireRows(to: "learn a regression")
    precondition(numbers.count == x.shape[0], "a number of every source")
    let scaling = try Standardisation(of: x)
    let features = try scaling.apply(to: x)
    let (count, width) = (x.shape[0], x.shape[1])
    let mean = numbers.reduce(0, +) / Double(count)
    let rest = Tensor(numbers.map { Float($0 - mean) }, shape: [count, 1])
    let moments = Tensor.product(features, features, transposeA: true, workers: workers)
    let sums = Tensor.product(features, rest, transposeA: true, workers: workers)
    let axes = try SymmetricEigen(of: moments.values.map(Double.init), size: width)
    var weights = [Double](repeating: 0, count: width)
    for (axis, value) in axes.values.enumerated() {
      let vector = axes.vectors[axis * width..<(axis + 1) * width]
      let along = zip(vector, sums.values).reduce(0) { $0 + $1.0 * Double($1.1) }
      for (column, component) in vector.enumerated() {
        weights[column] += component * along / (max(value, 0) + penalty)
      }
    }
    return Model(scaling: scaling, weights: weights, mean: mean)
  }

  /// Weights that have been learned.
  public struct Model: Sendable, Equatable {
    let scaling: Standardisation
    let weights: [Double]
    let mean: Double

    /// The numbers of other sources, `[source, feature]`.
    public func predict(_ x: Tensor) throws(ClustersError) -> [Double] {
      try x.requireRows(to: "ask a regression", width: weights.count)
      let features = try scaling.apply(to: x)
      let width = weights.count
      return features.withUnsafeValues { values in
        (0..<x.shape[0]).map { row in
          (0..<width).reduce(mean) { $0 + weights[$1] * Double(values[row * width + $1]) }
        }
      }
    }
  }
}
