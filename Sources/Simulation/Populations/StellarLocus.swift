package import Tensors

/// The narrow curve that stars follow through colour space, after Covey et al. 2007 (AJ 134, 2398).
package enum StellarLocus {
  private static let ug = Curve([
    (-0.2, 0.95), (0.1, 1.08), (0.35, 0.93), (0.6, 1.08), (0.8, 1.42), (1.1, 1.87), (1.4, 2.22),
    (1.8, 2.48), (2.4, 2.56), (3.2, 2.65),
  ])
  private static let gr = Curve([
    (-0.2, -0.20), (0.1, 0.10), (0.35, 0.29), (0.6, 0.45), (0.8, 0.60), (1.1, 0.81), (1.4, 1.01),
    (1.8, 1.24), (2.0, 1.33), (2.4, 1.40), (3.2, 1.49),
  ])
  private static let iz = Curve([
    (-0.2, -0.08), (0.1, -0.02), (0.35, 0.01), (0.6, 0.05), (0.8, 0.09), (1.1, 0.15),
    (1.4, 0.21), (1.8, 0.31), (2.0, 0.38), (2.4, 0.56), (3.2, 0.95),
  ])

  /// Magnitudes in u, g, r, i, z of a random star of magnitude `r`: halo and disk turn-off stars
  /// around g − i = 0.6, K dwarfs, and M dwarfs whose share grows towards faint magnitudes.
  package static func magnitudes(r: Double, random: inout RandomNumbers) -> [Double] {
    let faintness = min(1, max(0, (r - 15) / 8))
    let kind = random.uniform()
    let blue = 0.50 - 0.20 * faintness
    let orange = blue + 0.33 - 0.11 * faintness
    var gi: Double
    if kind < blue {
      gi = random.normal(mean: 0.58, deviation: 0.17, in: -0.2...1.2)
    } else if kind < orange {
      gi = random.normal(mean: 1.25, deviation: 0.35, in: 0.5...2.2)
    } else {
      gi = random.normal(mean: 2.35, deviation: 0.42, in: 1.6...3.2)
    }
    gi = min(3.2, max(-0.2, gi))
    let greenRed = gr(gi) + 0.03 * random.normal()
    let redInfrared = gi - gr(gi) + 0.03 * random.normal()
    let violetGreen = ug(gi) + 0.08 * random.normal()
    let infrared = iz(gi) + 0.03 * random.normal()
    let (g, i) = (r + greenRed, r - redInfrared)
    return [g + violetGreen, g, r, i, i - infrared]
  }
}
