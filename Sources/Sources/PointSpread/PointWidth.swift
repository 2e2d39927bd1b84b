internal import Foundation
package import Planes

/// How wide a point is in a frame, from the sources found there.
package enum PointWidth {
  /// SDSS's: 1.3 arcseconds on pixels of 0.396. Lengths that were settled on its frames are this many of today's.
  package static let usual = 1.3 / 0.396

  /// The full width at half maximum in pixels; nil where too few sources tell.
  ///
  /// Stars of a frame share one half-light radius, whatever their magnitude; it is the most frequent one among
  /// the brightest sources, the smaller where two are alike. The width is 1.7 of that radius, as of stars with wings on
  /// SDSS's frames (1.61 to 1.77 measured; a Gaussian without any has 2).
  package static func of(_ sources: [(flux: Double, halfLightRadius: Double, flags: CutoutFlags)])
    -> Double?
  {
    let spoiled: CutoutFlags = [.blended, .truncated, .degenerate, .uncertainFlux]
    let clean = sources.filter {
      $0.flags.isDisjoint(with: spoiled) && $0.flux > 0 && $0.halfLightRadius > 0
    }
    .sorted { $0.flux > $1.flux }
    let bright = clean.prefix(min(200, max(20, clean.count / 3)))
    return StellarRidge(of: bright.map { -log($0.halfLightRadius) }, step: 0.04)
      .map { 1.7 * exp(-$0.mode) }
  }
}
