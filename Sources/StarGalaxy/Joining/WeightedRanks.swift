/// The place from 0 to 1 that a score has among those of the sources, each of which counts by its
/// weight.
struct WeightedRanks {
  /// The scores in ascending order without repetition, and the place of each.
  private let scores: [Double]
  private let places: [Double]
  /// Every so many-th of the scores, which are searched first: few enough to be near at hand.
  private let milestones: [Double]
  private static let mile = 256

  /// - Parameter scores: those that are not finite are left out.
  init(of scores: [Double], weights: [Double]) {
    let order = ascending(scores)
    var (values, sums): ([Double], [(below: Double, own: Double)]) = ([], [])
    var below = 0.0
    for index in order {
      if values.last == scores[index] {
        sums[sums.count - 1].own += weights[index]
      } else {
        values.append(scores[index])
        sums.append((below, weights[index]))
      }
      below += weights[index]
    }
    let total = max(below, .leastNormalMagnitude)
    self.scores = values
    milestones = stride(from: 0, to: values.count, by: Self.mile).map { values[$0] }
    places = sums.map { ($0.below + $0.own / 2) / total }
  }

  /// The place of every score, of the sources or of any others: between neighbours on the straight
  /// line; the middle for what is not finite.
  func values(of others: [Double]) -> [Double] {
    others.map { score in
      guard score.isFinite, !scores.isEmpty else { return 0.5 }
      let mile = Self.first(of: milestones, in: 0..<milestones.count, notBelow: score)
      let low = Self.first(
        of: scores,
        in: max(0, (mile - 1) * Self.mile)..<min(mile * Self.mile, scores.count), notBelow: score)
      guard low < scores.count else { return places[scores.count - 1] }
      guard low > 0, scores[low] != score else { return places[low] }
      let t = (score - scores[low - 1]) / (scores[low] - scores[low - 1])
      return places[low - 1] + t * (places[low] - places[low - 1])
    }
  }

  /// Where the first of ascending numbers is that is not below a value; the end of the range where all are.
  private static func first(of numbers: [Double], in range: Range<Int>, notBelow value: Double)
    -> Int
  {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
