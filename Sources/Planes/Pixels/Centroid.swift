internal import Foundation
internal import Tensors

/// Where the light of a source is centred: Bertin's windowed centre (XWIN, YWIN) with a Gaussian
/// window, for sources that stand well above their sky.
package enum Centroid {
  /// The 0-based pixel, or nil where there is no light or the window wanders off.
  ///
  /// - Parameters:
  ///   - sky: taken away from every pixel.
  ///   - sigma: of the window, in pixels.
  package static func windowed(
    x: Double, y: Double, in plane: PixelPlane, sky: Float, sigma: Double = 2, reach: Double = 3
  ) -> (x: Double, y: Double)? {
    var (cx, cy) = (x, y)
    let radius = Int(bounded: (4 * sigma).rounded(.up))
    for _ in 0..<20 {
      let (column, row) = (Int(bounded: cx.rounded()), Int(bounded: cy.rounded()))
      guard column >= radius, row >= radius, column < plane.width - radius,
        row < plane.height - radius
      else { return nil }
      var (sum, sumX, sumY) = (0.0, 0.0, 0.0)
      for line in row - radius...row + radius {
        for place in column - radius...column + radius {
          let light = Double(plane.pixels[line * plane.width + place] - sky)
          guard light.isFinite else { return nil }
          let (dx, dy) = (Double(place) - cx, Double(line) - cy)
          let weight = exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)) * light
          sum += weight
          sumX += weight * dx
          sumY += weight * dy
        }
      }
      guard sum > 0 else { return nil }
      let (stepX, stepY) = (2 * sumX / sum, 2 * sumY / sum)
      (cx, cy) = (cx + stepX, cy + stepY)
      guard hypot(cx - x, cy - y) <= reach else { return nil }
      if hypot(stepX, stepY) < 1e-3 { return (cx, cy) }
    }
    return nil
  }
}
