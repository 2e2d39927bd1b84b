internal import Foundation

/// Round exponential galaxies of a few sizes before any seeing, as large as a point spread's stamp.
package struct ExponentialDisks: Sendable {
  /// Their half-light radii in arcseconds.
  package static let radii = [0.15, 0.3, 0.55, 0.9, 1.5]
  /// The middle of each lies in the middle pixel; the pixels add to one.
  package let stamps: [Stamp]

  /// - Parameter pixelScale: arcseconds per pixel.
  package init(pixelScale: Double) {
    stamps = Self.radii.map { radius in
      Self.stamp(scale: radius / pixelScale / 1.67835, reach: FieldPointSpread.reach)
    }
  }

  /// An exponential disk of this scale length, integrated over pixels on a grid of 11 × 11 points
  /// each.
  private static func stamp(scale: Double, reach: Int) -> Stamp {
    var values: [Float] = []
    for row in -reach...reach {
      for column in -reach...reach {
        var sum = 0.0
        for j in -5...5 {
          for i in -5...5 {
            let (x, y) = (Double(column) + Double(i) / 11, Double(row) + Double(j) / 11)
            sum += exp(-(x * x + y * y).squareRoot() / scale)
          }
        }
        values.append(Float(sum))
      }
    }
    let total = values.reduce(0, +)
    return Stamp(reach: reach, pixels: values.map { $0 / total })
  }
}
