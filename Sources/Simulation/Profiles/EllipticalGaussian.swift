internal import Foundation
internal import Tensors

/// A two-dimensional Gaussian: its total light, its centre and its covariance, in pixels.
package struct EllipticalGaussian: Sendable {
  package var amplitude: Double
  package var x = 0.0
  package var y = 0.0
  package var xx: Double
  package var xy: Double
  package var yy: Double

  package init(
    amplitude: Double, x: Double = 0, y: Double = 0, xx: Double, xy: Double, yy: Double
  ) {
    (self.amplitude, self.x, self.y) = (amplitude, x, y)
    (self.xx, self.xy, self.yy) = (xx, xy, yy)
  }

  /// The smearing of this Gaussian by a centred one.
  package func convolved(with other: EllipticalGaussian) -> EllipticalGaussian {
    EllipticalGaussian(
      amplitude: amplitude * other.amplitude, x: x + other.x, y: y + other.y,
      xx: xx + other.xx, xy: xy + other.xy, yy: yy + other.yy)
  }

  /// The Gaussian's height at its centre, per pixel.
  package var peak: Double {
    amplitude / (2 * .pi * (xx * yy - xy * xy).squareRoot())
  }

  /// How far from its centre a Gaussian is painted, in squared standard deviations.
  private func reach(floor: Double) -> Double {
    min(36, max(12.25, 2 * log(max(1, abs(peak) / floor))))
  }

  /// How many pixels from its centre it is painted along x and y.
  package func extent(floor: Double) -> (x: Double, y: Double) {
    let reach = reach(floor: floor)
    return ((reach * xx).squareRoot(), (reach * yy).squareRoot())
  }

  /// Adds the Gaussian to an image [height, width] out to where it falls below `floor` per pixel,
  /// but at least to 3.5 and at most to 6 standard deviations.
  ///
  /// Along a row a Gaussian's neighbouring values differ by a ratio that itself changes by a
  /// constant ratio, so that two multiplications a pixel replace an exponential.
  package func paint(
    on pixels: UnsafeMutableBufferPointer<Float>, width: Int, height: Int, floor: Double
  ) {
    let determinant = xx * yy - xy * xy
    guard determinant > 0, amplitude != 0, x.isFinite, y.isFinite else { return }
    let reach = reach(floor: floor)
    let rowReach = (reach * yy).squareRoot()
    guard y + rowReach >= 0, y - rowReach <= Double(height - 1) else { return }
    let rows =
      max(
        0, Int(bounded: (y - rowReach).rounded(.up)))...min(height - 1, Int(bounded: y + rowReach))
    let variance = determinant / yy
    let shrink = exp(-1 / variance)
    for row in rows {
      let dy = Double(row) - y
      let rest = reach - dy * dy / yy
      guard rest > 0 else { continue }
      let centre = x + xy / yy * dy
      let half = (rest * variance).squareRoot()
      let first = max(0, Int(bounded: (centre - half).rounded(.up)))
      guard centre + half >= 0, first < width else { continue }
      let last = min(width - 1, Int(bounded: centre + half))
      guard first <= last else { continue }
      let dx = Double(first) - centre
      var value = peak * exp(-dy * dy / (2 * yy) - dx * dx / (2 * variance))
      var ratio = exp(-(2 * dx + 1) / (2 * variance))
      let start = row * width
      for column in first...last {
        pixels[start + column] += Float(value)
        value *= ratio
        ratio *= shrink
      }
    }
  }
}
