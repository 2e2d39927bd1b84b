internal import Foundation
package import Tensors

/// Sizes, shapes and colours of random galaxies by magnitude.
package enum GalaxyShapes {
  /// The share of early (red, bulge-dominated) galaxies.
  private static let early = Curve([(16, 0.55), (18, 0.50), (20, 0.42), (22, 0.28), (24, 0.18)])

  /// A random galaxy of magnitude `r`.
  ///
  /// Near r = 22 the median half-light radius is 0.31″, with 0.27 dex of scatter; they grow by a third
  /// for each brighter magnitude. That is smaller than Hubble fields show (about 0.45″), so that what a
  /// survey's classifier finds hard is hard here: with it SExtractor's SPREAD_MODEL reaches an AUC of
  /// 0.86 to 0.90 for 16 ≤ r < 22.5 and 0.80 to 0.86 for r 21–22 (seeds 21 and 22, eight fields each).
  package static func galaxy(r: Double, random: inout RandomNumbers) -> SimulatedSource {
    let isEarly = random.uniform() < early(r)
    let colours: GalaxyColours = isEarly ? .red : .blue
    let (magnitudes, redshift) = colours.drawn(r: r, random: &random)
    // Beyond SDSS's reach sizes fall more slowly: 0.15″ at r = 26.
    let size = r <= 23.5 ? r : 23.5 + 0.4 * (r - 23.5)
    let median = 0.34 * pow(10, -0.13 * (size - 22)) * (isEarly ? 0.85 : 1.06)
    let radius = min(15, max(0.05, random.spread(median, dex: 0.27)))
    let angle = random.uniform(in: 0..<(.pi))
    let bulge = bulgeShare(isEarly: isEarly, random: &random)
    var components: [SimulatedSource.Component] = []
    if bulge > 0 {
      let roundness = random.normal(mean: 0.75, deviation: 0.15, in: 0.35...1)
      let size = bulge == 1 ? radius : radius * random.uniform(in: 0.3..<0.8)
      components.append(
        .init(
          profile: .deVaucouleurs, share: bulge, radius: size, axisRatio: roundness, angle: angle))
    }
    guard bulge < 1 else {
      return SimulatedSource(magnitudes: magnitudes, components: components, redshift: redshift)
    }
    // A disk of thickness 0.2 seen from a random side.
    let tilt = random.uniform()
    let axisRatio = (tilt * tilt * 0.96 + 0.04).squareRoot()
    components.append(
      .init(
        profile: .exponential, share: 1 - bulge, radius: radius, axisRatio: axisRatio,
        angle: angle))
    let knots =
      isEarly ? [] : knots(radius: radius, axisRatio: axisRatio, angle: angle, random: &random)
    return SimulatedSource(
      magnitudes: magnitudes, components: components, knots: knots, redshift: redshift)
  }

  private static func bulgeShare(isEarly: Bool, random: inout RandomNumbers) -> Double {
    if isEarly { return random.uniform() < 0.6 ? 1 : random.uniform(in: 0.3..<0.9) }
    return random.uniform() < 0.55 ? 0 : random.uniform(in: 0..<0.4)
  }

  /// Star-forming regions that hold up to a quarter of the light of every other disk.
  private static func knots(
    radius: Double, axisRatio: Double, angle: Double, random: inout RandomNumbers
  ) -> [SimulatedSource.Knot] {
    guard random.uniform() < 0.5 else { return [] }
    let count = 2 + random.integer(below: 6)
    let total = random.uniform(in: 0.05..<0.25)
    let shares = (0..<count).map { _ in random.uniform(in: 0.2..<1) }
    let sum = shares.reduce(0, +)
    let (long, short) = (radius / axisRatio.squareRoot(), radius * axisRatio.squareRoot())
    return shares.map { share in
      let (a, b) = random.normalPair()
      let (along, across) = (0.8 * long * a, 0.8 * short * b)
      return SimulatedSource.Knot(
        dx: along * cos(angle) - across * sin(angle), dy: along * sin(angle) + across * cos(angle),
        share: total * share / sum, radius: 0.08 * radius)
    }
  }
}
