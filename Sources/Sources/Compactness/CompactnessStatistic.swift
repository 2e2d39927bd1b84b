internal import Foundation
internal import Tensors

/// The compactness u of one source: light in a narrow Gaussian window over light in a wider one,
/// in the inverse-variance sum of several bands.
///
/// The windows (σ 1.4 and 2.0 pixels for a point spread 3.3 pixels wide) scale with each band's
/// own point spread, so that stars of any colour and seeing agree.
package struct CompactnessStatistic: Sendable {
  /// Narrow over wide, before division by the field's stellar ridge; NaN where a pixel is missing.
  package let ratio: Double
  /// Light in the wide window, floored at three times the stack's noise.
  package let wide: Double
  /// 22.5 − 2.5 log10 of the stack's light within 1.36 widths of the point spread.
  package let magnitude: Double
  /// Window sums of squares and products over the noise: narrow², narrow × wide, wide².
  private let squares: (Double, Double, Double)

  package init(_ cutout: PreparedCutout, bands: [Int], widths: [Double]) {
    let inverse = bands.map { 1 / (cutout.noise[$0] * cutout.noise[$0]) }
    let total = inverse.reduce(0, +)
    var (narrow, wide, light, variance) = (0.0, 0.0, 0.0, 0.0)
    var squares = (0.0, 0.0, 0.0)
    for (band, weight) in zip(bands, inverse.map { $0 / total }) {
      let centre = cutout.centres[band]
      let scale = widths[band] / 3.3
      let aperture = PixelCircle(x: centre.x, y: centre.y, radius: 4.5 * scale)
      light += weight * aperture.flux(of: cutout.planes[band], size: cutout.size)
      variance += pow(weight * cutout.noise[band], 2)
      let (column, row) = (Int(bounded: centre.x.rounded()), Int(bounded: centre.y.rounded()))
      let reach = min(12, Int(bounded: (5 * 2.0 * scale).rounded(.up)))
      guard column >= reach, row >= reach, column + reach < cutout.size,
        row + reach < cutout.size
      else {
        light = .nan
        continue
      }
      let (thin, thick) = (1 / (2 * pow(1.4 * scale, 2)), 1 / (2 * pow(2.0 * scale, 2)))
      let noise = pow(weight * cutout.noise[band], 2)
      for j in (row - reach)...(row + reach) {
        let dy = Double(j) - centre.y
        for i in (column - reach)...(column + reach) {
          let dx = Double(i) - centre.x
          let distance = dx * dx + dy * dy
          guard distance < Double(reach * reach) else { continue }
          let value = weight * Double(cutout.planes[band][j * cutout.size + i])
          let (a, b) = (exp(-distance * thin), exp(-distance * thick))
          narrow += a * value
          wide += b * value
          squares.0 += noise * a * a
          squares.1 += noise * a * b
          squares.2 += noise * b * b
        }
      }
    }
    self.wide = max(wide, 3 * variance.squareRoot())
    self.squares = squares
    ratio = light.isFinite ? narrow / self.wide : .nan
    // A twentieth of the light's error, where there is less light than that.
    let least = 0.05 * 4.5 * (.pi * variance).squareRoot()
    magnitude = light.isFinite ? 22.5 - 2.5 * log10(max(light, least)) : .nan
  }

  /// u and its error once the field's ridge is known: noise propagated at u = 1, times 1.3 for
  /// what neighbours and sky add, with a floor of 0.012.
  package func value(ridge: Double) -> (u: Double, error: Double) {
    guard ratio.isFinite, ridge > 0 else { return (.nan, .nan) }
    let variance = squares.0 / (ridge * ridge) - 2 * squares.1 / ridge + squares.2
    let error = 1.3 * max(0, variance).squareRoot() / wide
    return (min(1.6, max(0.1, ratio / ridge)), (error * error + 0.012 * 0.012).squareRoot())
  }
}
