internal import Foundation

/// How the number of stars grows with magnitude: ln counts as a line of known curvature, by Poisson's
/// likelihood and a prior (Newton's method).
struct StarGrowth: Sendable {
  /// ln of the counts at x = 0.
  let level: Double
  /// The growth of ln counts with x, at x = 0.
  let slope: Double

  init(level: Double, slope: Double) { (self.level, self.slope) = (level, slope) }

  /// What is known of the growth of stars' numbers before any is counted: 0.11 decades a magnitude,
  /// give or take 0.025, as SDSS shows them at r 16 to 22 away from the Galaxy's plane. Hundreds of
  /// stars outvote it.
  private static let usual = (slope: 0.253, spread: 0.06)
  /// How the growth itself changes with every magnitude: stars of the disc become fewer beyond its thickness, so that
  /// numbers grow by 0.15 decades a magnitude near r = 17.5 and by 0.11 near 20.5 (Bahcall & Soneira 1980, ApJS 44, 73; SDSS).
  /// A straight line through brighter stars finds a tenth too many at r = 22.
  private static let curvature = -0.012 * log(10.0)
  /// How far the fields of a survey differ.
  private static let betweenFields = (level: 1.5, slope: 0.06)

  /// The line of all fields; nil for fewer than 20 stars or three bins.
  init?(of points: [(x: Double, count: Double)]) {
    let total = points.reduce(0) { $0 + $1.count }
    guard total >= 20, points.count(where: { $0.count > 0.5 }) >= 3 else { return nil }
    self.init(
      of: points, from: (log(total / Double(points.count)), Self.usual.slope),
      spreads: (10, Self.usual.spread))
  }

  /// The line of one field, drawn to that of all.
  init(of points: [(x: Double, count: Double)], drawnTo usual: StarGrowth) {
    self =
      StarGrowth(of: points, from: (usual.level, usual.slope), spreads: Self.betweenFields)
      ?? usual
  }

  private init?(
    of points: [(x: Double, count: Double)], from start: (level: Double, slope: Double),
    spreads: (level: Double, slope: Double)
  ) {
    var (level, slope) = start
    let prices = (1 / (spreads.level * spreads.level), 1 / (spreads.slope * spreads.slope))
    for _ in 0..<50 {
      var (g0, g1) = (prices.0 * (start.level - level), prices.1 * (start.slope - slope))
      var (h00, h01, h11) = (prices.0, 0.0, prices.1)
      for (x, count) in points {
        let mean = StarGrowth(level: level, slope: slope).count(at: x)
        g0 += count - mean
        g1 += x * (count - mean)
        h00 += mean
        h01 += mean * x
        h11 += mean * x * x
      }
      let determinant = h00 * h11 - h01 * h01
      guard determinant > 1e-9 * h00 * h11 else { return nil }
      level += min(max((h11 * g0 - h01 * g1) / determinant, -1), 1)
      slope += min(max((h00 * g1 - h01 * g0) / determinant, -1), 1)
    }
    guard level.isFinite, slope.isFinite else { return nil }
    (self.level, self.slope) = (level, slope)
  }

  func count(at x: Double) -> Double {
    exp(level + slope * x + Self.curvature * x * x / 2)
  }
}
