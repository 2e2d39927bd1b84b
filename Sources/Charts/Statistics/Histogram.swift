internal import Foundation

/// Counts of values in equal bins of a range.
package struct Histogram: Sendable, Equatable {
  package let range: ClosedRange<Double>
  package let counts: [Int]
  /// Values under and over the range, and those that are no numbers.
  package let below, above, notFinite: Int

  /// A value on the border of two bins belongs to the upper one, on the range's end to the last.
  package init(of values: [Float], in range: ClosedRange<Double>, bins: Int) {
    precondition(bins > 0 && range.upperBound > range.lowerBound, "a histogram needs an extent")
    var counts = [Int](repeating: 0, count: bins)
    var (below, above, notFinite) = (0, 0, 0)
    let factor = Double(bins) / (range.upperBound - range.lowerBound)
    for value in values {
      let value = Double(value)
      if !value.isFinite {
        notFinite += 1
      } else if value < range.lowerBound {
        below += 1
      } else if value > range.upperBound {
        above += 1
      } else {
        counts[min(Int((value - range.lowerBound) * factor), bins - 1)] += 1  // bounded above
      }
    }
    (self.range, self.counts) = (range, counts)
    (self.below, self.above, self.notFinite) = (below, above, notFinite)
  }

  package var binWidth: Double { (range.upperBound - range.lowerBound) / Double(counts.count) }

  /// The rule of Freedman & Diaconis (1981): bins of 2·IQR/∛n, here 8 to 100 of them.
  package static func binCount(
    interquartileRange: Double, count: Int, range: ClosedRange<Double>
  ) -> Int {
    guard count > 0, interquartileRange > 0 else { return 40 }
    let width = 2 * interquartileRange / cbrt(Double(count))
    let bins = (range.upperBound - range.lowerBound) / width
    return Int(exactly: min(max(bins.rounded(.up), 8), 100)) ?? 100
  }
}
