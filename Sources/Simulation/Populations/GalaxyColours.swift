internal import Foundation
internal import Tensors

/// Colours of red and blue galaxies as their spectra shift through the bands with redshift, after
/// the elliptical and Scd templates of Coleman, Wu & Weedman 1980 (ApJS 43, 393).
struct GalaxyColours: Sendable {
  private let ug: Curve
  private let gr: Curve
  private let ri: Curve
  private let iz: Curve

  static let red = GalaxyColours(
    ug: Curve([(0, 1.80), (0.2, 1.95), (0.4, 1.85), (0.6, 1.60), (0.9, 1.20)]),
    gr: Curve([(0, 0.76), (0.2, 1.22), (0.4, 1.62), (0.6, 1.63), (0.9, 1.50)]),
    ri: Curve([(0, 0.38), (0.2, 0.47), (0.4, 0.68), (0.6, 1.02), (0.9, 1.25)]),
    iz: Curve([(0, 0.30), (0.2, 0.35), (0.4, 0.38), (0.6, 0.45), (0.9, 0.80)]))

  static let blue = GalaxyColours(
    ug: Curve([(0, 1.15), (0.2, 1.05), (0.4, 0.85), (0.6, 0.65), (0.9, 0.50)]),
    gr: Curve([(0, 0.45), (0.2, 0.64), (0.4, 0.82), (0.6, 0.74), (0.9, 0.50)]),
    ri: Curve([(0, 0.24), (0.2, 0.30), (0.4, 0.40), (0.6, 0.58), (0.9, 0.62)]),
    iz: Curve([(0, 0.15), (0.2, 0.20), (0.4, 0.24), (0.6, 0.28), (0.9, 0.48)]))

  /// The middle redshift of galaxies of magnitude r.
  private static let redshift = Curve([(15, 0.05), (17.5, 0.10), (20, 0.27), (22, 0.48), (24, 0.7)])

  /// Magnitudes in u, g, r, i, z of a random galaxy of magnitude `r`, and its redshift.
  func drawn(
    r: Double, random: inout RandomNumbers
  ) -> (magnitudes: [Double], redshift: Double) {
    let distance = random.spread(Self.redshift(r), dex: 0.17)
    let g = r + gr(distance) + 0.10 * random.normal()
    let i = r - ri(distance) + 0.07 * random.normal()
    let magnitudes = [
      g + ug(distance) + 0.20 * random.normal(), g, r, i,
      i - iz(distance) + 0.07 * random.normal(),
    ]
    return (magnitudes, distance)
  }
}
