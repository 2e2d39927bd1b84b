internal import Foundation
internal import Tensors

/// How many sources the sky holds by r magnitude, per square degree and magnitude.
struct NumberCounts: Sendable {
  /// The decimal logarithm of the counts against r.
  private let curve: Curve
  private let magnitudes: [Double]
  private let cumulative: [Double]

  /// Counts between `bright` and `faint`, integrated in steps of 0.01 magnitudes.
  init(_ curve: Curve, bright: Double, faint: Double) {
    self.curve = curve
    var (magnitudes, cumulative) = ([bright], [0.0])
    let steps = max(1, Int(bounded: ((faint - bright) / 0.01).rounded()))
    let step = (faint - bright) / Double(steps)
    for index in 0..<steps {
      let middle = bright + (Double(index) + 0.5) * step
      cumulative.append(cumulative[index] + step * pow(10, curve(middle)))
      magnitudes.append(bright + Double(index + 1) * step)
    }
    (self.magnitudes, self.cumulative) = (magnitudes, cumulative)
  }

  /// Sources per square degree.
  var total: Double { cumulative[cumulative.count - 1] }

  func magnitude(_ random: inout RandomNumbers) -> Double {
    let target = random.uniform() * total
    var (low, high) = (0, cumulative.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if cumulative[middle] <= target { low = middle } else { high = middle }
    }
    let share = (target - cumulative[low]) / max(1e-12, cumulative[high] - cumulative[low])
    return magnitudes[low] + share * (magnitudes[high] - magnitudes[low])
  }

  /// Stars at galactic latitudes near 50°, after star counts in SDSS.
  static func stars(bright: Double, faint: Double) -> NumberCounts {
    NumberCounts(
      Curve([(13, 1.80), (16, 2.43), (19, 2.87), (22, 3.20), (24, 3.38), (27, 3.60)]),
      bright: bright,
      faint: faint)
  }

  /// Galaxies: a slope near the Euclidean 0.6 that flattens to 0.33 (Yasuda et al. 2001, AJ 122,
  /// 1104, and deeper counts).
  static func galaxies(bright: Double, faint: Double) -> NumberCounts {
    NumberCounts(
      Curve([
        (14, -0.1), (16, 1.08), (18, 2.15), (20, 3.02), (22, 3.75), (23.5, 4.25), (26, 5.0),
        (28, 5.4),
      ]),
      bright: bright, faint: faint)
  }
}
