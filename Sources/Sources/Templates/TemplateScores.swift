internal import Foundation

extension TemplateFit {
  /// The best galaxy, by χ².
  private var bestGalaxy: Int {
    (1..<gains.count).max { gains[$0] < gains[$1] } ?? 0
  }

  /// How much better a point explains the source than the best galaxy, in χ².
  package var difference: Double { gains[0] - gains[bestGalaxy] }

  /// `difference` divided by (1 + 0.02 S)², S the source's signal to noise: a point spread known
  /// to two per cent is what limits bright sources.
  package var score: Double {
    let softening = 1 + 0.02 * max(1, gains[0]).squareRoot()
    return difference / (softening * softening)
  }

  /// 2.5 log10 of the point's flux over the best galaxy's; zero for stars, negative for galaxies.
  package var psfMinusModel: Double {
    let floor = 0.3 * error
    let (point, galaxy) = (max(floor, fluxes[0]), max(floor, fluxes[bestGalaxy]))
    return 2.5 * log10(point / galaxy)
  }
}
