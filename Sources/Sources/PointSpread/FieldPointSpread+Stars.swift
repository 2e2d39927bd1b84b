extension FieldPointSpread {
  /// The point spread of every band of a field: made of the stars on the ridge of its bright sources
  /// in ln concentration.
  static func ofField(
    _ members: [Int], shapes: [CompactnessSurvey.Shape], survey: CompactnessSurvey
  ) throws -> [FieldPointSpread] {
    let bands = survey.sources.bands.count
    var stars: [[Stamp]] = Array(repeating: [], count: bands)
    let bright = members.filter { shapes[$0].isBright }
    if let ridge = StellarRidge(of: bright.map { shapes[$0].concentration }, step: 0.02) {
      for source in bright where abs(shapes[source].concentration - ridge.mode) < 0.05 {
        let cutout = try survey.prepared(source, known: shapes[source].findings)
        for band in 0..<bands {
          let (x, y) = (cutout.centres[band].x, cutout.centres[band].y)
          let aperture = PixelCircle(x: x, y: y, radius: 4.1)
          let light = aperture.flux(of: cutout.planes[band], size: cutout.size)
          guard light > 25 * cutout.noise[band] * (.pi * 4.1 * 4.1).squareRoot() else { continue }
          let stamp = Stamp(of: cutout.planes[band], size: cutout.size, x: x, y: y, reach: reach)
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
}
