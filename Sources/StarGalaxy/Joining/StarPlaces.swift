/// The place that a score has among those of artificial stars about as bright: 0 where it lies below all of them, the last above.
///
/// Artificial stars are like real ones, so that stars have every place equally often at every magnitude, whatever the
/// scale of the scores; those of galaxies are low.
struct StarPlaces {
  /// The artificial stars in the order of their magnitudes.
  private let magnitudes: [Double]
  private let scores: [Double]
  /// How many of them a score is compared with.
  private let window: Int

  init(scores: [Double], magnitudes: [Double]) {
    let order = ascending(magnitudes)
    self.magnitudes = order.map { magnitudes[$0] }
    self.scores = order.map { scores[$0] }
    window = min(order.count, min(max(order.count / 12, 150), 500))
  }

  /// The magnitudes between which nearly all artificial stars lie; nil for fewer than three.
  var range: ClosedRange<Double>? {
    guard magnitudes.count > 2 else { return nil }
    let left = magnitudes.count / 200
    return magnitudes[left]...magnitudes[magnitudes.count - 1 - left]
  }

  /// How many places there are.
  var count: Int { window + 1 }

  /// The place of a score at a magnitude, from 0.
  func place(of score: Double, at magnitude: Double) -> Int {
    let first = min(max(brighter(than: magnitude) - window / 2, 0), magnitudes.count - window)
    return scores[first..<first + window].count { $0 < score }
  }

  private func brighter(than magnitude: Double) -> Int {
    var (low, high) = (0, magnitudes.count)
    while low < high {
      let middle = (low + high) / 2
      if magnitudes[middle] < magnitude { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
