internal import Foundation

/// What few labels change about a probability that is there already: its logit plus a weighted sum of features, with
/// a price on the weights, so that what labels do not speak against stays.
///
/// The least of the sum over labelled sources of −ln p(class) plus `penalty`/2 times the squares of the weights; the
/// constant costs a tenth as much.
public struct ProbabilityCorrection: Sendable {
  public var penalty: Double

  public init(penalty: Double = 16) { self.penalty = penalty }

  /// - Parameters:
  ///   - probabilities: of every labelled source, before.
  ///   - features: `[source][feature]`, finite and of about unit size.
  public func fit(_ probabilities: [Double], features: [[Double]], positives: [Bool]) -> Model {
    precondition(probabilities.count == features.count && features.count == positives.count)
    let width = features.first?.count ?? 0
    let logits = probabilities.map(Model.logit)
    let prices = [penalty / 10] + [Double](repeating: penalty, count: width)
    let weights = LimitedMemoryDescent().minimum(from: [Float](repeating: 0, count: width + 1)) {
      weights in
      var value = zip(weights, prices).reduce(0) { $0 + $1.1 / 2 * Double($1.0) * Double($1.0) }
      var gradient = zip(weights, prices).map { Double($0) * $1 }
      for (source, features) in features.enumerated() {
        let sum = logits[source] + Model.sum(features, weights)
        // ln(1 + e^−m) of the margin m, without overflow.
        let margin = positives[source] ? sum : -sum
        value += max(-margin, 0) + log1p(exp(-abs(margin)))
        let slope = Model.probability(ofLogit: sum) - (positives[source] ? 1 : 0)
        gradient[0] += slope
        for (place, feature) in features.enumerated() { gradient[place + 1] += slope * feature }
      }
      return (value, gradient.map { Float($0) })
    }
    return Model(weights: weights)
  }

  /// Weights that have been learned, the constant first.
  public struct Model: Sendable {
    let weights: [Float]

    /// NaN stays NaN.
    public func probability(_ before: Double, features: [Double]) -> Double {
      Self.probability(ofLogit: Self.logit(before) + Self.sum(features, weights))
    }

    /// A thousandth at least is left to either side: nothing is too sure to be corrected.
    static func logit(_ probability: Double) -> Double {
      guard probability.isFinite else { return .nan }
      let bounded = min(max(probability, 1e-3), 1 - 1e-3)
      return log(bounded / (1 - bounded))
    }

    static func probability(ofLogit logit: Double) -> Double { 1 / (1 + exp(-logit)) }

    static func sum(_ features: [Double], _ weights: [Float]) -> Double {
      zip(features, weights.dropFirst()).reduce(Double(weights[0])) { $0 + $1.0 * Double($1.1) }
    }
  }
}
