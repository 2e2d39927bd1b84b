internal import Foundation
internal import Tensors

/// How well a point and galaxies explain one source: least squares against shape templates in
/// every band, all bands at one common place.
package struct TemplateFit: Sendable {
  /// χ² that each template takes off the empty sky's at its best place, all bands added.
  package let gains: [Double]
  /// Flux of each template in the reference band at that place, in survey units.
  package let fluxes: [Double]
  /// The standard deviation of the point's flux in the reference band.
  package let error: Double

  /// Fits within half a pixel of the measured centre; nil where the reference band has too few
  /// pixels. `templates[b]` belongs to band b.
  package init?(_ cutout: PreparedCutout, templates: [ShapeTemplates], reference: Int) {
    let windows = cutout.planes.indices.map { band in
      Window(
        cutout.planes[band], size: cutout.size, centre: cutout.centres[band],
        noise: cutout.noise[band])
    }
    guard windows[reference] != nil else { return nil }
    var gains = [Double](repeating: -1, count: ShapeTemplates.count)
    var fluxes = [Double](repeating: 0, count: ShapeTemplates.count)
    var error = Double.nan
    for template in 0..<ShapeTemplates.count {
      for (dx, dy) in Self.places {
        var (gain, flux, deviation) = (0.0, 0.0, 0.0)
        for (band, window) in windows.enumerated() {
          guard let window else { continue }
          let (numerator, power) = window.product(
            with: templates[band], index: template, dx: dx, dy: dy)
          guard power > 0 else { continue }
          if numerator > 0 { gain += numerator * numerator / power / window.variance }
          if band == reference {
            flux = numerator / power
            deviation = (window.variance / power).squareRoot()
          }
        }
        if gain > gains[template] {
          (gains[template], fluxes[template]) = (gain, flux)
          if template == 0 { error = deviation }
        }
      }
    }
    (self.gains, self.fluxes, self.error) = (gains, fluxes, error)
  }

  /// Where the common centre is tried, in pixels around the measured one.
  private static let places: [(Double, Double)] = [-0.375, 0, 0.375].flatMap { dy in
    [-0.375, 0, 0.375].map { dx in (dx, dy) }
  }

  /// The pixels of one band around the source, missing ones as zeros.
  private struct Window {
    var pixels: [Float]
    /// One where a pixel is there; empty when all are.
    var present: [Float]
    let variance: Double
    /// The centre within the middle pixel.
    let dx: Double
    let dy: Double

    init?(_ plane: [Float], size: Int, centre: (x: Double, y: Double), noise: Double) {
      let reach = ShapeTemplates.reach
      let (column, row) = (Int(bounded: centre.x.rounded()), Int(bounded: centre.y.rounded()))
      guard noise > 0, noise.isFinite, column >= reach, row >= reach, column + reach < size,
        row + reach < size
      else { return nil }
      pixels = []
      pixels.reserveCapacity(ShapeTemplates.length)
      for j in (row - reach)...(row + reach) {
        pixels += plane[(j * size + column - reach)...(j * size + column + reach)]
      }
      present = []
      let missing = pixels.count { !$0.isFinite }
      guard missing * 8 <= pixels.count else { return nil }
      let padding = [Float](repeating: 0, count: ShapeTemplates.length - pixels.count)
      if missing > 0 {
        present = pixels.map { $0.isFinite ? 1 : 0 } + padding
        pixels = pixels.map { $0.isFinite ? $0 : 0 }
      }
      pixels += padding
      variance = noise * noise
      (dx, dy) = (centre.x - Double(column), centre.y - Double(row))
    }

    /// Σ data × template and Σ template² with the template's centre moved by (dx, dy).
    func product(
      with templates: ShapeTemplates, index: Int, dx: Double, dy: Double
    ) -> (numerator: Double, power: Double) {
      let (x, y) = (Self.number(self.dx + dx), Self.number(self.dy + dy))
      return templates.withPixels(index, x: x, y: y) { template in
        var (sum, power) = (SIMD8<Float>(), SIMD8<Float>())
        let model = UnsafeRawBufferPointer(template)
        pixels.withUnsafeBytes { data in
          for start in stride(from: 0, to: 4 * ShapeTemplates.length, by: 32) {
            let shape = model.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
            let light = data.loadUnaligned(fromByteOffset: start, as: SIMD8<Float>.self)
            sum += light * shape
            power += shape * shape
          }
        }
        if !present.isEmpty {
          power = SIMD8()
          power[0] = zip(template, present).reduce(0) { $0 + $1.0 * $1.0 * $1.1 }
        }
        return (Double(sum.sum()), Double(power.sum()))
      }
    }

    /// The shift number nearest to a displacement; half a pixel is as far as templates go.
    private static func number(_ displacement: Double) -> Int {
      let steps = Double(ShapeTemplates.shifts)
      return min(
        ShapeTemplates.shifts - 1, max(0, Int(bounded: ((displacement + 0.5) * steps).rounded())))
    }
  }
}
