extension VaryingPointSpread {
  /// The point spread of every band of a field: made of the stars on the ridge of its bright sources
  /// in ln concentration, wherever in the field that ridge lies.
  static func ofField(
    _ members: [Int], shapes: [CompactnessSurvey.Shape], survey: CompactnessSurvey
  ) throws -> [VaryingPointSpread] {
    let bands = survey.sources.bands.count
    var stars: [[(stamp: Stamp, place: SIMD2<Double>)]] = Array(repeating: [], count: bands)
    let bright = members.filter { shapes[$0].isBright }
    if let ridge = StellarRidge(of: bright.map { shapes[$0].concentration }, step: 0.02) {
      let places = bright.map(survey.place(of:))
      let local = ridge.trend(of: bright.map { shapes[$0].concentration }, at: places)
      for (source, place) in zip(bright, places)
      where abs(shapes[source].concentration - local.at(place)) < 0.05 {
        let cutout = try survey.prepared(source, known: shapes[source].findings)
        for band in 0..<bands {
          let (x, y) = (cutout.centres[band].x, cutout.centres[band].y)
          let aperture = PixelCircle(x: x, y: y, radius: 4.1)
          let light = aperture.flux(of: cutout.planes[band], size: cutout.size)
          guard light > 25 * cutout.noise[band] * (.pi * 4.1 * 4.1).squareRoot() else { continue }
          let stamp = Stamp(
            of: cutout.planes[band], size: cutout.size, x: x, y: y, reach: FieldPointSpread.reach)
          if let stamp { stars[band].append((stamp, place)) }
        }
      }
    }
    let found = stars.map { stars in
      FieldPointSpread(medianOf: stars.map(\.stamp)).map { VaryingPointSpread($0, stars: stars) }
    }
    // A band without stars borrows the reference band's point spread; a field without any gets a
    // Gaussian of usual seeing.
    let fallback =
      found[survey.reference]
      ?? VaryingPointSpread(FieldPointSpread(gaussianOfWidth: 1.3 / survey.pixelScale))
    return found.map { $0 ?? fallback }
  }
}

extension StellarRidge {
  /// The ridge place by place: straight over the field where its stars say so.
  ///
  /// The window around it shrinks as it is found, so that stars of a tilted field's edges count while
  /// galaxies do not.
  fileprivate func trend(of values: [Double], at places: [SIMD2<Double>]) -> PlaceTrend {
    var trend = PlaceTrend(constant: mode)
    for window in [0.12, 0.08, 0.05] {
      let near = values.indices.filter {
        abs(values[$0] - trend.at(places[$0])) < window && places[$0].x.isFinite
          && places[$0].y.isFinite
      }
      guard near.count >= 10 else { return trend }
      let next = PlaceTrend(near.map { values[$0] }, at: near.map { places[$0] }, highest: 1)
      guard next.order > 0 else { return PlaceTrend(constant: mode) }
      trend = next
    }
    return trend
  }
}
