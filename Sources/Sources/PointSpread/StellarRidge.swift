internal import Foundation
internal import Tensors

/// Where point sources pile up in a measure of compactness: the mode among bright sources.
///
/// Stars of a field all share its point spread, so they form a narrow ridge whatever their
/// magnitude, while galaxies scatter; no label is needed to find it.
package struct StellarRidge: Sendable {
  package let mode: Double
  /// How many sources decided it.
  package let count: Int

  /// The mode of `values` on a grid of `step`, smoothed over five steps and then the median
  /// around it; nil when fewer than five values are finite.
  ///
  /// Where two piles are alike, the more compact one (the larger value) is the stars'.
  package init?(of values: [Double], step: Double) {
    let finite = values.filter(\.isFinite).sorted()
    guard finite.count >= 5, let least = finite.first, let most = finite.last else { return nil }
    let bins = min(99_999, Int(bounded: (most - least) / step)) + 1
    var histogram = [Double](repeating: 0, count: bins + 4)
    for value in finite {
      histogram[min(bins - 1, Int(bounded: (value - least) / step)) + 2] += 1
    }
    var (best, height) = (0, -1.0)
    for bin in 0..<bins {
      let sum =
        histogram[bin] + histogram[bin + 4] + 2 * (histogram[bin + 1] + histogram[bin + 3])
        + 3 * histogram[bin + 2]
      if sum >= height { (best, height) = (bin, sum) }
    }
    var centre = least + (Double(best) + 0.5) * step
    var near: [Double] = []
    for _ in 0..<2 {
      near = finite.filter { abs($0 - centre) <= 2.5 * step }
      if !near.isEmpty { centre = near[near.count / 2] }
    }
    (mode, count) = (centre, near.count)
  }
}
