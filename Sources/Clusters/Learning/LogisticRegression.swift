internal import Foundation
public import Tensors

/// Classes by a softmax of weighted sums of standardised features, with a price on the weights: the
/// sum over sources of −ln p(class) plus `penalty`/2 times the squares of the weights, biases free.
public struct LogisticRegression: Sendable, Equatable {
  public var penalty: Double
  public var iterations: Int

  public init(penalty: Double = 1, iterations: Int = 200) {
    (self.penalty, self.iterations) = (penalty, iterations)
  }

  /// Learns from codes `[source, feature]` and their classes, counted from 0.
  public func fit(
    _ x: Tensor, classes: [Int], of count: Int, workers: Workers = .all
  ) throws(ClustersError) -> Model {
    try requireClasses(classes, of: x, count: count, to: "learn a logistic regression")
    let scaling = try Standardisation(of: x)
    let features = try scaling.apply(to: x)
    let width = x.shape[1]
    // Weights `[feature, class]`, then a bias a class.
    let descent = LimitedMemoryDescent(iterations: iterations)
    let weights = descent.minimum(from: [Float](repeating: 0, count: (width + 1) * count)) {
      loss(at: $0, features, classes, count, workers)
    }
    return Model(scaling: scaling, weights: weights, width: width, classes: count)
  }

  /// The loss over the number of sources, and its gradient.
  private func loss(
    at weights: [Float], _ features: Tensor, _ classes: [Int], _ count: Int, _ workers: Workers
  ) -> (value: Double, gradient: [Float]) {
    let (sources, width) = (features.shape[0], features.shape[1])
    var shares = Model.shares(features, weights, classes: count, workers)
    var value = 0.0
    var biases = [Double](repeating: 0, count: count)
    shares.withUnsafeMutableValues { shares in
      for source in 0..<sources {
        value -= log(Double(max(shares[source * count + classes[source]], 1e-30)))
        shares[source * count + classes[source]] -= 1
        for column in 0..<count { biases[column] += Double(shares[source * count + column]) }
      }
    }
    let slopes = Tensor.product(features, shares, transposeA: true, workers: workers)
    let scale = 1 / Double(sources)
    var gradient = slopes.values
    for index in gradient.indices {
      let weight = Double(weights[index])
      value += penalty / 2 * weight * weight
      gradient[index] = Float((Double(gradient[index]) + penalty * weight) * scale)
    }
    gradient += biases.map { Float($0 * scale) }
    precondition(gradient.count == (width + 1) * count)
    return (value * scale, gradient)
  }

  /// Weights that have been learned.
  public struct Model: LabelModel {
    let scaling: Standardisation
    let weights: [Float]
    let width, classes: Int

    public func probabilities(
      _ x: Tensor, workers: Workers = .all
    ) throws(ClustersError) -> Tensor {
      try x.requireRows(to: "ask the logistic regression", width: width)
      return Self.shares(try scaling.apply(to: x), weights, classes: classes, workers)
    }

    fileprivate static func shares(
      _ features: Tensor, _ weights: [Float], classes: Int, _ workers: Workers
    ) -> Tensor {
      let width = features.shape[1]
      var shares = Tensor.product(
        features, Tensor(weights.prefix(width * classes), shape: [width, classes]),
        workers: workers)
      shares.withUnsafeMutableValues { values in
        for start in stride(from: 0, to: values.count, by: classes) {
          var (largest, sum) = (-Float.infinity, Float(0))
          for column in 0..<classes {
            values[start + column] += weights[width * classes + column]
            largest = max(largest, values[start + column])
          }
          for column in 0..<classes {
            values[start + column] = exp(values[start + column] - largest)
            sum += values[start + column]
          }
          for column in 0..<classes { values[start + column] /= sum }
        }
      }
      return shares
    }
  }
}
