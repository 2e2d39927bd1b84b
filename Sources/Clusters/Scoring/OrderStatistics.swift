internal import Tensors

/// What depends only on the order of some numbers.
package enum OrderStatistics {
  /// The value below which a fraction of sorted values lies, on the line between neighbours (as
  /// numpy's `quantile`); there must be one at least.
  package static func quantile(_ fraction: Double, of sorted: [Double]) -> Double {
    let position = fraction * Double(sorted.count - 1)
    let below = Int(bounded: position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The middle of some values; the mean of the middle two of an even number. Nil of none.
  package static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : quantile(0.5, of: values.sorted())
  }

  /// The place of every score among all, from 0 to 1: equals share theirs, and what is not finite
  /// takes the middle.
  package static func ranks(_ scores: [Double]) -> [Double] {
    let order = scores.indices.filter { scores[$0].isFinite }
      .sorted { scores[$0] < scores[$1] }
    var ranks = [Double](repeating: 0.5, count: scores.count)
    var first = 0
    while first < order.count {
      var last = first
      while last + 1 < order.count, scores[order[last + 1]] == scores[order[first]] { last += 1 }
      let place = (Double(first + last) / 2 + 0.5) / Double(order.count)
      for index in order[first...last] { ranks[index] = place }
      first = last + 1
    }
    return ranks
  }
}
