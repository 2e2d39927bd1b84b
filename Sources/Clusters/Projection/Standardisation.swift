public import Tensors

/// The shift and scale that give every column mean zero and spread one.
public struct Standardisation: Sendable, Codable, Equatable {
  public let means: [Double]
  /// Standard deviations (of the population); one for a column that never changes.
  public let spreads: [Double]

  /// Measures the columns of `x` `[source, feature]`.
  public init(of x: Tensor) throws(ClustersError) {
    try x.requireRows(to: "standardise the codes")
    let (count, width) = (x.shape[0], x.shape[1])
    var means = [Double](repeating: 0, count: width)
    var squares = means
    x.withUnsafeValues { x in
      for row in 0..<count {
        for column in 0..<width { means[column] += Double(x[row * width + column]) }
      }
      for column in 0..<width { means[column] /= Double(count) }
      for row in 0..<count {
        for column in 0..<width {
          let difference = Double(x[row * width + column]) - means[column]
          squares[column] += difference * difference
        }
      }
    }
    self.means = means
    spreads = zip(squares, means).map { square, mean in
      let spread = (square / Double(count)).squareRoot()
      return spread > abs(mean) * 1e-7 ? spread : 1
    }
  }

  /// The codes with every column shifted and scaled.
  public func apply(to x: Tensor) throws(ClustersError) -> Tensor {
    try x.requireRows(to: "standardise the codes", width: means.count)
    return mapped(x) { value, column in (value - means[column]) / spreads[column] }
  }

  /// The codes as they were before `apply`.
  public func undo(on x: Tensor) throws(ClustersError) -> Tensor {
    try x.requireRows(to: "undo the standardisation", width: means.count)
    return mapped(x) { value, column in value * spreads[column] + means[column] }
  }

  private func mapped(_ x: Tensor, _ change: (Double, Int) -> Double) -> Tensor {
    x.withUnsafeValues { x in
      Tensor(uninitialized: [x.count / means.count, means.count]) { out in
        for i in x.indices { out[i] = Float(change(Double(x[i]), i % means.count)) }
      }
    }
  }
}
