internal import Clusters

/// The share of stars in every field and at every magnitude, counted by scores once artificial stars show which scores stars have.
///
/// `StarCounts` follows bright stars to faint magnitudes, where a field of a hundred stars is off by the chance that it has few or
/// many bright ones. But scores tell many faint stars, too. Their places among artificial stars (`StarPlaces`) are a mixture:
/// even for stars, and for galaxies a sum of falling densities b (1 − u)^(b−1), which leave nothing at the top. (So is the share of
/// true null hypotheses found among p-values; Storey 2002, J. R. Stat. Soc. B 64, 479.) Expectation and maximisation finds the
/// galaxies' densities, alike in all fields, and every field's share of stars, which is drawn to what was expected: the more, the fewer
/// sources there are, and where nearly all are stars, since there a few stars that artificial ones do not stand for would pass for galaxies.
struct SeenShares {
  /// How much every source adds to the stars that are expected around its magnitude.
  let expected: [Double]

  /// The exponents b.
  private static let exponents = [2.0, 4, 8, 16, 32, 64]
  /// How far what was expected may be off, as a share of it.
  private static let doubt = 0.4
  /// How much it is trusted where nearly all are stars.
  private static let trustInStars = 1.0
  private static let leastTrust = 10.0
  /// Magnitudes between two places at which shares and densities are given.
  private static let step = 0.5
  /// How many galaxies the neighbours' densities stand for.
  private static let neighbours = 4.0
  private static let bounds = 0.003...0.997

  /// A source that scores tell.
  private struct Seen {
    let source: Int
    let place: FieldShares.Place
    let weight: Double
    let densities: [Double]
    /// What it is held for.
    var star: Double
  }

  /// - Parameters:
  ///   - first: what every source adds to the stars that are expected.
  ///   - scores: of the sources, and of artificial stars, each judged by what did not learn from it.
  ///   - magnitudes: of the artificial stars.
  init(
    drawnTo first: [Double], scores: (sources: [Double], stars: [Double]),
    magnitudes: [Double], of compactness: Compactness
  ) {
    let places = StarPlaces(scores: scores.stars, magnitudes: magnitudes)
    guard let range = places.range, range.upperBound - range.lowerBound > Self.step else {
      expected = first
      return
    }
    let width = range.upperBound - range.lowerBound
    let knots = max(3, Int(bounded: (width / Self.step).rounded()) + 1)
    let fields = FieldWeights(compactness)
    var sources = (0..<compactness.count).compactMap { source -> Seen? in
      let magnitude = compactness.magnitudes[source]
      // What is brighter than the artificial stars is told by compactness.
      guard magnitude > range.lowerBound, magnitude.isFinite else { return nil }
      let x = min((magnitude - range.lowerBound) / width, 1) * Double(knots - 1)
      let knot = min(Int(bounded: x), knots - 2)
      let left = 1 - places.place(of: scores.sources[source], at: magnitude)
      return Seen(
        source: source,
        place: FieldShares.Place(
          field: compactness.fields[source], knot: knot, t: x - Double(knot)),
        weight: fields[compactness.fields[source]],
        densities: Self.exponents.map { $0 * power(left, Int(bounded: $0) - 1) },
        star: first[source])
    }
    var shares = FieldShares(fields: compactness.fieldCount, knots: knots)
    for source in sources { shares.add(source.star, source.place) }
    let drawn = shares.means
    let trust = drawn.map { $0.map(Self.trust(in:)) }
    shares.settle(drawn, trust, Self.bounds)
    var galaxies = [[Double]](
      repeating: Self.exponents.map { _ in 1 / Double(Self.exponents.count) }, count: knots)
    for _ in 0..<200 {
      let before = sources.map(\.star)
      var counted = galaxies.map { $0.map { _ in 0.0 } }
      shares.clear()
      for index in sources.indices {
        let source = sources[index]
        let (knot, t) = (source.place.knot, source.place.t)
        let (low, high) = (galaxies[knot], galaxies[knot + 1])
        let parts = low.indices.map {
          ((1 - t) * low[$0] + t * high[$0]) * source.densities[$0]
        }
        let galaxy = parts.reduce(0, +)
        let share = shares.share(at: source.place)
        let star = share / (share + (1 - share) * galaxy)
        sources[index].star = star
        shares.add(star, source.place)
        let weight = source.weight * (1 - star) / max(galaxy, 1e-12)
        for part in parts.indices {
          counted[knot][part] += weight * parts[part] * (1 - t)
          counted[knot + 1][part] += weight * parts[part] * t
        }
      }
      galaxies = Self.smoothed(counted, around: galaxies)
      shares.settle(drawn, trust, Self.bounds)
      let change = zip(before, sources).map { abs($0 - $1.star) }.max() ?? 0
      if change < 1e-3 { break }
    }
    var expected = first
    for source in sources { expected[source.source] = shares.share(at: source.place) }
    self.expected = expected
  }

  /// How many sources what was expected counts for, so that it may be off by `doubt`.
  private static func trust(in share: Double) -> Double {
    let odds = share / (1 - share)
    return max(leastTrust, (1 / odds + trustInStars * odds * odds) / (doubt * doubt))
  }

  /// Densities that add to one, each drawn to those of its neighbours.
  private static func smoothed(_ counted: [[Double]], around now: [[Double]]) -> [[Double]] {
    counted.indices.map { knot in
      let (before, after) = (
        now[knot > 0 ? knot - 1 : 1], now[knot + 1 < now.count ? knot + 1 : knot - 1]
      )
      let sums = counted[knot].indices.map {
        counted[knot][$0] + neighbours * (before[$0] + after[$0]) / 2
      }
      let total = sums.reduce(0, +)
      return sums.map { $0 / total }
    }
  }
}

/// A whole power of a number.
private func power(_ base: Double, _ exponent: Int) -> Double {
  var (result, square, left) = (1.0, base, exponent)
  while left > 0 {
    if left & 1 == 1 { result *= square }
    square *= square
    left >>= 1
  }
  return result
}
