internal import Tensors

/// How often sky values occur, in steps of a twentieth of the noise: a median without sorting.
package struct SkyHistogram: Sendable {
  private static let steps: Float = 20
  private static let reach = 8
  private let noise: Float
  private let guess: Float
  /// Bins over ±8 times the noise around the guess; the outermost two hold everything beyond.
  private var bins: [Int32]
  package private(set) var count = 0

  /// Around a first guess at the sky; nil without a noise to measure in.
  package init?(noise: Double, guess: Float) {
    guard noise > 0, noise.isFinite, guess.isFinite else { return nil }
    self.noise = Float(noise)
    self.guess = guess
    bins = [Int32](repeating: 0, count: 2 * Self.reach * Int(bounded: Self.steps))
  }

  /// Counts a value; a missing one is left aside.
  package mutating func add(_ value: Float) {
    guard value.isFinite else { return }
    let limit = Float(Self.reach) - 0.01
    let place = min(limit, max(-limit, (value - guess) / noise)) + Float(Self.reach)
    bins[Int(place * Self.steps)] += 1  // bounded above
    count += 1
  }

  /// The median, taken again and again of what lies within 2.5 times the noise of it.
  package var clippedMedian: Float {
    var median = self.median(of: 0..<bins.count)
    for _ in 0..<3 {
      let middle = Int(bounded: median)
      let width = Int(bounded: 2.5 * Self.steps)
      median = self.median(of: max(0, middle - width)..<min(bins.count, middle + width + 1))
    }
    return guess + (median / Self.steps - Float(Self.reach)) * noise
  }

  /// The median of a range of bins, as a fractional bin number.
  private func median(of range: Range<Int>) -> Float {
    let half = Float(range.reduce(0) { $0 + bins[$1] }) / 2
    var below: Float = 0
    for bin in range {
      let more = Float(bins[bin])
      if more > 0, below + more >= half { return Float(bin) + (half - below) / more }
      below += more
    }
    return Float(range.lowerBound + range.upperBound) / 2
  }
}
