/// The chance for an artificial star to have a higher score than a source of its magnitude.
///
/// Of millions, some sources and stars show it, evenly spaced.
struct StarSeparation {
  /// The places of those that are compared.
  let sources, stars: [Int]
  /// Which of these are compared with each other.
  private let ranges: MagnitudeRanges
  private let sourceWeights, starWeights: [Double]

  private static let mostCompared = 200_000

  /// - Parameter magnitudes: which are compared within ranges of it; nil compares all with all.
  init(
    sourceWeights: [Double], starWeights: [Double],
    magnitudes: (sources: [Double], stars: [Double])?
  ) {
    let sources = Array(sourceWeights.indices).spaced(atMost: Self.mostCompared)
    let stars = Array(starWeights.indices).spaced(atMost: Self.mostCompared)
    ranges =
      magnitudes.map { all in
        MagnitudeRanges(of: sources.map { all.sources[$0] }, stars: stars.map { all.stars[$0] })
      } ?? MagnitudeRanges(sources: Array(sources.indices), stars: Array(stars.indices))
    self.sourceWeights = sources.map { sourceWeights[$0] }
    self.starWeights = stars.map { starWeights[$0] }
    (self.sources, self.stars) = (sources, stars)
  }

  /// By scores of the compared sources and stars.
  func value(_ sources: [Double], _ stars: [Double]) -> Double {
    var (sum, total) = (0.0, Double.leastNormalMagnitude)
    for range in ranges.members {
      let weights = range.sources.map { sourceWeights[$0] }
      let places = WeightedRanks(of: range.sources.map { sources[$0] }, weights: weights)
        .values(of: range.stars.map { stars[$0] })
      // Pairs of a star and a source.
      let pairs = weights.reduce(0, +)
      for (place, star) in zip(places, range.stars) {
        sum += pairs * starWeights[star] * place
        total += pairs * starWeights[star]
      }
    }
    return sum / total
  }
}
