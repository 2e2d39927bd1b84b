internal import Foundation

/// Light in circles of growing radius around a source in one band.
package struct GrowthCurve: Sendable {
  /// The radii in pixels: 0.5, 1, 1.5, … 8.
  package static let radii = (1...16).map { 0.5 * Double($0) }
  package let fluxes: [Double]

  package init(of plane: [Float], size: Int, x: Double, y: Double) {
    fluxes = Self.radii.map { PixelCircle(x: x, y: y, radius: $0).flux(of: plane, size: size) }
  }

  /// The radius that holds half of the light within 6.5 pixels, in pixels; NaN where that light is
  /// not positive or a pixel is missing.
  package var halfLightRadius: Double {
    let last = 12
    let total = fluxes[last]
    guard total > 0 else { return .nan }
    var (radius, flux) = (0.0, 0.0)
    for index in 0...last {
      let (next, more) = (Self.radii[index], fluxes[index])
      if more >= total / 2 {
        // Light grows with the area, so areas are what is interpolated.
        let share = (total / 2 - flux) / max(more - flux, .leastNormalMagnitude)
        return (radius * radius + share * (next * next - radius * radius)).squareRoot()
      }
      (radius, flux) = (next, more)
    }
    return radius
  }
}
