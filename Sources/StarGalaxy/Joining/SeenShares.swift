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

  /// Where a source lies between two of the magnitudes.
  private struct Position {
    let source, field, knot: Int
    let t: Double
    let weight: Double
    var densities: [Double]
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
    var sources = (0..<compactness.count).compactMap { source -> Position? in
      let magnitude = compactness.magnitudes[source]
      // What is brighter than the artificial stars is told by compactness.
      guard magnitude > range.lowerBound, magnitude.isFinite else { return nil }
      let x = min((magnitude - range.lowerBound) / width, 1) * Double(knots - 1)
      let knot = min(Int(bounded: x), knots - 2)
      let left = 1 - places.place(of: scores.sources[source], at: magnitude)
      return Position(
        source: source, field: compactness.fields[source], knot: knot, t: x - Double(knot),
        weight: fields[compactness.fields[source]],
        densities: Self.exponents.map { $0 * power(left, Int(bounded: $0) - 1) },
        star: first[source])
    }
    var shares = FieldShares(fields: compactness.fieldCount, knots: knots)
    for source in sources { shares.add(source.star, source) }
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
        let (low, high) = (galaxies[source.knot], galaxies[source.knot + 1])
        let parts = low.indices.map {
          ((1 - source.t) * low[$0] + source.t * high[$0]) * source.densities[$0]
        }
        let galaxy = parts.reduce(0, +)
        let share = shares.share(of: source)
        let star = share / (share + (1 - share) * galaxy)
        sources[index].star = star
        shares.add(star, source)
        let weight = source.weight * (1 - star) / max(galaxy, 1e-12)
        for part in parts.indices {
          counted[source.knot][part] += weight * parts[part] * (1 - source.t)
          counted[source.knot + 1][part] += weight * parts[part] * source.t
        }
      }
      galaxies = Self.smoothed(counted, around: galaxies)
      shares.settle(drawn, trust, Self.bounds)
      let change = zip(before, sources).map { abs($0 - $1.star) }.max() ?? 0
      if change < 1e-3 { break }
    }
    var expected = first
    for source in sources { expected[source.source] = shares.share(of: source) }
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

  /// Shares of every field, on straight lines between some magnitudes.
  private struct FieldShares {
    private var stars, all, shares: [[Double]]

    init(fields: Int, knots: Int) {
      stars = [[Double]](repeating: [Double](repeating: 0, count: knots), count: fields)
      (all, shares) = (stars, stars)
    }

    mutating func clear() {
      for field in stars.indices {
        for knot in stars[field].indices { (stars[field][knot], all[field][knot]) = (0, 0) }
      }
    }

    mutating func add(_ star: Double, _ source: Position) {
      let (field, knot) = (source.field, source.knot)
      stars[field][knot] += (1 - source.t) * star
      stars[field][knot + 1] += source.t * star
      all[field][knot] += 1 - source.t
      all[field][knot + 1] += source.t
    }

    /// Stars over all that was counted; a half where nothing was.
    var means: [[Double]] {
      zip(stars, all).map { zip($0, $1).map { min(max(($0 + 0.3) / ($1 + 0.6), 0.01), 0.99) } }
    }

    mutating func settle(_ drawn: [[Double]], _ trust: [[Double]], _ bounds: ClosedRange<Double>) {
      for field in shares.indices {
        for knot in shares[field].indices {
          let trust = trust[field][knot]
          let share =
            (stars[field][knot] + trust * drawn[field][knot]) / (all[field][knot] + trust)
          shares[field][knot] = min(max(share, bounds.lowerBound), bounds.upperBound)
        }
      }
    }

    func share(of source: Position) -> Double {
      let own = shares[source.field]
      return (1 - source.t) * own[source.knot] + source.t * own[source.knot + 1]
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
