internal import Foundation
internal import Tensors

extension RandomNumbers {
  /// A whole number of rare events of which `mean` are expected (Poisson).
  mutating func poisson(_ mean: Double) -> Int {
    guard mean < 60 else {
      return max(0, Int(bounded: (mean + mean.squareRoot() * normal()).rounded()))
    }
    let limit = exp(-mean)
    var product = uniform()
    var count = 0
    while product > limit {
      product *= uniform()
      count += 1
    }
    return count
  }

  /// A number whose decimal logarithm scatters by `dex` around `median`.
  mutating func spread(_ median: Double, dex: Double) -> Double {
    median * pow(10, dex * normal())
  }

  /// A normal number kept within a range by drawing again.
  mutating func normal(
    mean: Double, deviation: Double, in range: ClosedRange<Double>
  ) -> Double {
    for _ in 0..<64 {
      let value = mean + deviation * normal()
      if range.contains(value) { return value }
    }
    return min(max(mean, range.lowerBound), range.upperBound)
  }

  /// Two independent standard normal numbers from one Box–Muller transform.
  mutating func normalPair() -> (Double, Double) {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * .pi * uniform()
    return (radius * cos(angle), radius * sin(angle))
  }
}
