internal import Foundation

/// What is added to logits, as a function of magnitude, so that probabilities add up to the
/// expected number of stars in every range of magnitudes.
struct CountedShift {
  /// Median magnitudes of the ranges, ascending, and the shift in each.
  private var points: [(magnitude: Double, shift: Double)] = []
  private static let mostRanges = 8

  /// - Parameter members: sources of a range: enough that a few odd ones do not move it.
  init(
    _ logits: [Double], expected: [Double], magnitudes: [Double], members: Int = 250
  ) {
    let order = ascending(magnitudes)
    guard !order.isEmpty else { return }
    let ranges = min(max(order.count / members, 1), Self.mostRanges)
    for range in 0..<ranges {
      let inside = order[order.count * range / ranges..<order.count * (range + 1) / ranges]
      let wanted = inside.reduce(0) { $0 + expected[$1] }
      // Looked at some sixty times: side by side in memory.
      let own = inside.map { logits[$0] }
      let shift = root { shift in own.reduce(0) { $0 + sigmoid($1 + shift) } - wanted }
      points.append((magnitudes[inside[inside.startIndex + inside.count / 2]], shift))
    }
  }

  /// Interpolated between the ranges and level beyond; their mean where the magnitude is unknown.
  func value(at magnitude: Double) -> Double {
    guard let first = points.first, let last = points.last else { return 0 }
    guard magnitude.isFinite else {
      return points.reduce(0) { $0 + $1.shift } / Double(points.count)
    }
    if magnitude <= first.magnitude { return first.shift }
    for (low, high) in zip(points, points.dropFirst()) where magnitude < high.magnitude {
      let t = (magnitude - low.magnitude) / (high.magnitude - low.magnitude)
      return low.shift + t * (high.shift - low.shift)
    }
    return last.shift
  }
}
