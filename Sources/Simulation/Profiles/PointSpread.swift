internal import Foundation
internal import Tensors

/// How the atmosphere and the telescope smear a point over one frame: a Moffat profile as a sum of
/// Gaussians, slightly elliptical, slowly changing across the frame.
///
/// It is the *effective* point spread, the pixel's own response included (Anderson & King 2000,
/// PASP 112, 1360), so that sampling it at pixel centres already is the integral over each pixel.
package struct PointSpread: Sendable {
  /// Full width at half maximum at the centre of the frame, in pixels.
  package var width: Double
  /// The Moffat exponent: small has wide wings.
  package var beta: Double
  /// (e1, e2) at the centre of the frame: covariance ∝ [[1 + e1, e2], [e2, 1 − e1]].
  package var ellipticity = (0.0, 0.0)
  /// Relative change of the width along x, y and y², where x and y run from −1 to 1.
  package var widthTrend = (0.0, 0.0, 0.0)
  /// Change of e1 along y and of e2 along x.
  package var ellipticityTrend = (0.0, 0.0)
  /// Further changes of e1 along x and y and of e2 along x and y.
  package var ellipticityTilt = (e1: (0.0, 0.0), e2: (0.0, 0.0))
  private let weights: [Double]
  /// Variances of the Gaussians for a full width at half maximum of one.
  private let variances: [Double]

  package init(width: Double, beta: Double) {
    precondition(beta > 1, "a Moffat profile with exponent \(beta) has no finite light")
    self.width = width
    self.beta = beta
    (weights, variances) = Self.moffat(beta)
  }

  /// A random point spread of about `width` pixels.
  init(width: Double, random: inout RandomNumbers) {
    self.init(width: width, beta: random.uniform(in: 2.9..<4.5))
    ellipticity = (0.03 * random.normal(), 0.03 * random.normal())
    widthTrend = (0.02 * random.normal(), 0.025 * random.normal(), 0.03 * random.normal())
    ellipticityTrend = (0.01 * random.normal(), 0.01 * random.normal())
  }

  /// Tilts width and ellipticity by `amount` from the middle of the frame to its edge, each along a
  /// random direction.
  mutating func tilt(by amount: Double, random: inout RandomNumbers) {
    func slope() -> (Double, Double) {
      let angle = random.uniform(in: 0..<(2 * .pi))
      return (amount * cos(angle), amount * sin(angle))
    }
    let width = slope()
    widthTrend.0 += width.0
    widthTrend.1 += width.1
    ellipticityTilt = (slope(), slope())
  }

  /// The Gaussians of the point spread where (x, y) lies, with −1…1 across the frame; their
  /// amplitudes add to one and their centres are zero.
  package func gaussians(atX x: Double, y: Double) -> [EllipticalGaussian] {
    let (alongX, alongY, curved) = widthTrend
    let local = width * (1 + alongX * x + alongY * y + curved * (y * y - 1.0 / 3))
    let tilt = ellipticityTilt
    let e1 = ellipticity.0 + ellipticityTrend.0 * y + tilt.e1.0 * x + tilt.e1.1 * y
    let e2 = ellipticity.1 + ellipticityTrend.1 * x + tilt.e2.0 * x + tilt.e2.1 * y
    return zip(weights, variances).map { weight, variance in
      let scaled = variance * local * local
      return EllipticalGaussian(
        amplitude: weight, xx: scaled * (1 + e1), xy: scaled * e2, yy: scaled * (1 - e1))
    }
  }

  /// A Moffat profile is a gamma-weighted mixture of Gaussians (Student's t): with variance
  /// α²/2t and weight t^(β−2) e^(−t) dt. Seven geometric steps of t match it to some per cent out to four
  /// times the full width at half maximum.
  private static func moffat(_ beta: Double) -> (weights: [Double], variances: [Double]) {
    let nodes = (-5...1).map { (beta - 1) * exp(0.8 * Double($0)) }
    let raw = nodes.map { pow($0, beta - 1) * exp(-$0) }
    let total = raw.reduce(0, +)
    let weights = raw.map { $0 / total }
    let variances = nodes.map { 1 / (2 * $0) }
    let full = 2 * halfWidth(weights, variances)
    return (weights, variances.map { $0 / (full * full) })
  }

  /// The radius where a sum of round Gaussians falls to half its central height.
  private static func halfWidth(_ weights: [Double], _ variances: [Double]) -> Double {
    func height(_ radius: Double) -> Double {
      zip(weights, variances).reduce(0) {
        $0 + $1.0 / $1.1 * exp(-radius * radius / (2 * $1.1))
      }
    }
    let half = height(0) / 2
    var (low, high) = (0.0, 10 * (variances.max() ?? 1).squareRoot())
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if height(middle) > half { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
