/// What point sources and small galaxies look like in one field, band by band.
struct FieldShapes: Sendable {
  let spreads: [FieldPointSpread]
  let templates: [ShapeTemplates]

  init(_ spreads: [FieldPointSpread], _ galaxies: ExponentialDisks) {
    self.spreads = spreads
    templates = spreads.map { ShapeTemplates($0, galaxies) }
  }

  /// The compactness ratio of a Gaussian source of the point spread's width, for fields without
  /// bright stars: (s² + n²)/s² of narrow over wide, with windows in units of the width.
  var expectedRatio: Double {
    let (s, narrow, wide) = (1 / 2.3548, 1.4 / 3.3, 2.0 / 3.3)
    func light(_ window: Double) -> Double { window * window / (window * window + s * s) }
    return light(narrow) / light(wide)
  }
}
