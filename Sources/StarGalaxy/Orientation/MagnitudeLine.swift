/// A straight line in magnitude.
public struct MagnitudeLine: Sendable, Codable, Equatable {
  /// The value at magnitude 20.
  public let level: Double
  /// The change from one magnitude to the next.
  public let slope: Double

  /// The weighted least-squares line; level where the points span less than 1.5
  /// magnitudes, which says little of a slope, and at `fallback` without any.
  init(
    through points: [(magnitude: Double, value: Double, weight: Double)], or fallback: Double
  ) {
    let total = points.reduce(0) { $0 + $1.weight }
    guard total > 0 else {
      (level, slope) = (fallback, 0)
      return
    }
    let x = points.reduce(0) { $0 + $1.weight * ($1.magnitude - 20) } / total
    let y = points.reduce(0) { $0 + $1.weight * $1.value } / total
    let magnitudes = points.map(\.magnitude)
    let span = (magnitudes.max() ?? 0) - (magnitudes.min() ?? 0)
    guard span >= 1.5 else {
      (level, slope) = (y, 0)
      return
    }
    let (above, below) = points.reduce((0.0, 0.0)) { sums, point in
      let dx = point.magnitude - 20 - x
      return (sums.0 + point.weight * dx * (point.value - y), sums.1 + point.weight * dx * dx)
    }
    slope = above / below
    level = y - slope * x
  }

  public func value(at magnitude: Double) -> Double {
    level + slope * (magnitude - 20)
  }
}
