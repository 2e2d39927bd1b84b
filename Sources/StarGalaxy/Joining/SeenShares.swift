internal import Clusters

/// The share of stars in every field and at every magnitude, counted by scores once artificial stars show which scores stars have.
///
/// `StarCounts` follows bright stars to faint magnitudes, where a field of a hundred stars is off by the chance that it has few or
/// many bright ones. But scores tell many faint stars, too. Their places among artificial stars (`CrowdedPlaces`) are a mixture: even
/// for stars, and for galaxies as `GalaxyPlaces` has it. (So is the share of true null hypotheses found among p-values; Storey 2002,
/// J. R. Stat. Soc. B 64, 479.) Expectation and maximisation finds the galaxies' offsets, alike in all fields, and every field's share of
/// stars, which is drawn to what was expected: the more, the fewer sources there are, and where nearly all are stars, since there a
/// few stars that artificial ones do not stand for would pass for galaxies.
struct SeenShares {
  /// How much every source adds to the stars that are expected around its magnitude.
  let expected: [Double]

  /// How far what was expected may be off, as a share of it.
  private static let doubt = 0.4
  /// How much it is trusted where nearly all are stars.
  private static let trustInStars = 1.0
  private static let leastTrust = 10.0
  /// Magnitudes between two places at which shares and mixtures are given.
  private static let step = 0.5
  /// How many galaxies the neighbours' mixtures stand for.
  private static let neighbours = 4.0
  /// Galaxies that an offset must have more of to be one: else a few of every offset would stand where stars are.
  private static let least = 2.0
  private static let bounds = 0.003...0.997

  /// A source that scores tell.
  private struct Seen {
    let source: Int
    let place: FieldShares.Place
    let weight: Double
    /// Its place among artificial stars.
    let rank: Int
    /// What it is held for.
    var star: Double
  }

  /// - Parameters:
  ///   - first: what every source adds to the stars that are expected.
  ///   - scores: of the sources, and of artificial stars, each judged by what did not learn from it.
  ///   - stars: where and how bright the artificial stars are.
  init(
    drawnTo first: [Double], scores: (sources: [Double], stars: [Double]),
    stars: (magnitudes: [Double], fields: [Int]), of compactness: Compactness
  ) {
    let places = CrowdedPlaces(
      among: (scores.stars, stars.magnitudes, stars.fields), of: compactness)
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
      return Seen(
        source: source,
        place: FieldShares.Place(
          field: compactness.fields[source], knot: knot, t: x - Double(knot)),
        weight: fields[compactness.fields[source]],
        rank: places.place(
          of: scores.sources[source], at: magnitude, field: compactness.fields[source]),
        star: first[source])
    }
    var shares = FieldShares(fields: compactness.fieldCount, knots: knots)
    for source in sources { shares.add(source.star, source.place) }
    let drawn = shares.means
    let trust = drawn.map { $0.map(Self.trust(in:)) }
    shares.settle(drawn, trust, Self.bounds)
    let ratios = places.ratios
    var galaxies = [SIMD8<Double>](repeating: GalaxyPlaces.unknown, count: knots)
    for _ in 0..<200 {
      let before = sources.map(\.star)
      var counted = galaxies.map { _ in SIMD8(repeating: 0.0) }
      shares.clear()
      for index in sources.indices {
        let source = sources[index]
        let (knot, t) = (source.place.knot, source.place.t)
        let parts = ((1 - t) * galaxies[knot] + t * galaxies[knot + 1]) * ratios[source.rank]
        let galaxy = parts.sum()
        let share = shares.share(at: source.place)
        let star = share / (share + (1 - share) * galaxy)
        sources[index].star = star
        shares.add(star, source.place)
        let weight = source.weight * (1 - star) / max(galaxy, 1e-12)
        counted[knot] += weight * parts * (1 - t)
        counted[knot + 1] += weight * parts * t
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

  /// Mixtures of offsets, each drawn to those of its neighbours.
  private static func smoothed(_ counted: [SIMD8<Double>], around now: [SIMD8<Double>])
    -> [SIMD8<Double>]
  {
    counted.indices.map { knot in
      let (before, after) = (
        now[knot > 0 ? knot - 1 : 1], now[knot + 1 < now.count ? knot + 1 : knot - 1]
      )
      let found = pointwiseMax(counted[knot] - least, SIMD8(repeating: 1e-3))
      let sums = found + neighbours * (before + after) / 2
      return sums / sums.sum()
    }
  }
}
