internal import Foundation

/// A galaxy's light profile as a sum of round Gaussians, in units of its half-light radius.
///
/// Weights add to one. Convolving with a point spread that is itself a sum of Gaussians is then
/// exact and cheap. The exponential and de Vaucouleurs tables are the six- and eight-component
/// fits of Hogg & Lang 2013 (PASP 125, 719; arXiv:1210.6563).
package struct RadialProfile: Sendable {
  package var weights: [Double]
  /// Variance of each Gaussian along one axis, in squared half-light radii.
  package var variances: [Double]

  /// Scales the table so that its own half-light radius is exactly one: the published fits are
  /// cut off far out, which makes the de Vaucouleurs one 8 % too compact.
  package init(weights: [Double], variances: [Double]) {
    let total = weights.reduce(0, +)
    self.weights = weights.map { $0 / total }
    self.variances = variances
    let radius = halfLightRadius
    self.variances = variances.map { $0 / (radius * radius) }
  }

  package static let exponential = RadialProfile(
    weights: [
      2.34853813e-03, 3.07995260e-02, 2.23364214e-01, 1.17949102e+00, 4.33873750e+00,
      5.99820770e+00,
    ],
    variances: [
      1.20078965e-03, 8.84526493e-03, 3.91463084e-02, 1.39976817e-01, 4.60962500e-01,
      1.50159566e+00,
    ])

  package static let deVaucouleurs = RadialProfile(
    weights: [
      4.26347652e-02, 2.40127183e-01, 6.85907632e-01, 1.51937350e+00, 2.83627243e+00,
      4.46467501e+00, 5.72440830e+00, 5.60989349e+00,
    ],
    variances: [
      2.23759216e-04, 1.00220099e-03, 4.18731126e-03, 1.69432589e-02, 6.84850479e-02,
      2.87207080e-01, 1.33320254e+00, 8.40215071e+00,
    ])

  /// The share of the light within `radius`.
  package func light(within radius: Double) -> Double {
    Self.light(within: radius, weights: weights, variances: variances)
  }

  /// The radius that holds half of the light.
  package var halfLightRadius: Double {
    Self.halfLightRadius(weights: weights, variances: variances)
  }

  /// The radius that holds half of the light of any sum of round Gaussians.
  package static func halfLightRadius(weights: [Double], variances: [Double]) -> Double {
    let widest = (variances.max() ?? 0).squareRoot()
    let half = weights.reduce(0, +) / 2
    var (low, high) = (0.0, 4 * widest)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if light(within: middle, weights: weights, variances: variances) < half {
        low = middle
      } else {
        high = middle
      }
    }
    return (low + high) / 2
  }

  private static func light(
    within radius: Double, weights: [Double], variances: [Double]
  ) -> Double {
    zip(weights, variances).reduce(0) { sum, component in
      sum + component.0 * (1 - exp(-radius * radius / (2 * component.1)))
    }
  }
}
