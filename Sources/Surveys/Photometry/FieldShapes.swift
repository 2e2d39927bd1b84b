internal import Foundation

/// What point sources and small galaxies look like in one field, band by band.
struct FieldShapes: Sendable {
  let spreads: [FieldPointSpread]
  let templates: [ShapeTemplates]

  /// Finds the ridge of the field's `bright` sources in ln concentration and builds the point
  /// spread of each band from the cutouts on it.
  init(_ bright: [Int], concentration: [Double], survey: CompactnessSurvey) throws {
    spreads = try Self.spreads(of: bright, concentration: concentration, survey: survey)
    templates = spreads.map { ShapeTemplates($0, pixelScale: survey.pixelScale) }
  }

  static func spreads(
    of bright: [Int], concentration: [Double], survey: CompactnessSurvey
  ) throws -> [FieldPointSpread] {
    let bands = survey.sources.bands.count
    var stars: [[Stamp]] = Array(repeating: [], count: bands)
    if let ridge = StellarRidge(of: bright.map { concentration[$0] }, step: 0.02) {
      for source in bright where abs(concentration[source] - ridge.mode) < 0.05 {
        let cutout = try survey.prepared(source)
        for band in 0..<bands {
          let (x, y) = (cutout.centres[band].x, cutout.centres[band].y)
          let aperture = PixelCircle(x: x, y: y, radius: 4.1)
          let light = aperture.flux(of: cutout.planes[band], size: cutout.size)
          guard light > 25 * cutout.noise[band] * (.pi * 4.1 * 4.1).squareRoot() else { continue }
          let stamp = Stamp(
            of: cutout.planes[band], size: cutout.size, x: x, y: y, reach: FieldPointSpread.reach)
          if let stamp { stars[band].append(stamp) }
        }
      }
    }
    let found = stars.map { FieldPointSpread(medianOf: $0) }
    // A band without stars borrows the reference band's point spread; a field without any gets a
    // Gaussian of usual seeing.
    let fallback =
      found[survey.reference] ?? FieldPointSpread(gaussianOfWidth: 1.3 / survey.pixelScale)
    return found.map { $0 ?? fallback }
  }

  /// The compactness ratio of a Gaussian source of the point spread's width, for fields without
  /// bright stars: (s² + n²)/s² of narrow over wide, with windows in units of the width.
  var expectedRatio: Double {
    let (s, narrow, wide) = (1 / 2.3548, 1.4 / 3.3, 2.0 / 3.3)
    func light(_ window: Double) -> Double { window * window / (window * window + s * s) }
    return light(narrow) / light(wide)
  }
}
