internal import Foundation
internal import Sky
internal import Synchronization
internal import Tensors

/// The two passes over all sources behind `CompactnessScores`.
struct CompactnessSurvey: Sendable {
  let sources: SourceCutouts
  let pixelScale: Double
  /// Position of the reference band.
  let reference: Int
  /// Bands that are added up: the reference and its neighbours.
  let stack: [Int]
  /// The sources of each field, fields in order of their first source.
  let groups: [(field: String, members: [Int])]

  /// A source this many times brighter than its noise is bright enough to find the stellar ridge.
  private static let brightness = 60.0
  /// Point spreads of this many fields are held in memory at once.
  private static let fieldsAtOnce = 16

  init(_ sources: SourceCutouts, pixelScale: Double, reference: String) throws {
    let (count, bands) = (sources.fields.count, sources.bands.count)
    guard let index = Self.index(of: reference, among: sources.bands) else {
      throw SurveyError("cannot measure cutouts without a band; make them with at least one")
    }
    guard sources.size >= 32 else {
      throw SurveyError(
        "cannot measure compactness on cutouts of \(sources.size) pixels; make them at least "
          + "32 pixels wide")
    }
    guard sources.noise.count == count, sources.offsets.count == count,
      sources.noise.allSatisfy({ $0.count == bands }),
      sources.offsets.allSatisfy({ $0.count == 2 * bands }),
      sources.places.isEmpty || sources.places.count == count
    else {
      throw SurveyError(
        "cannot measure \(count) cutouts: noise or offsets do not come for every source and band")
    }
    self.sources = sources
    self.pixelScale = pixelScale
    self.reference = index
    stack = Self.stack(of: sources.bands, around: index)
    var groups: [(field: String, members: [Int])] = []
    var places: [String: Int] = [:]
    for (source, field) in sources.fields.enumerated() {
      if let place = places[field] {
        groups[place].members.append(source)
      } else {
        places[field] = groups.count
        groups.append((field, [source]))
      }
    }
    self.groups = groups
  }

  /// The band that single-band scores use: that of the name, else the middle one; nil without any.
  static func index(of reference: String, among bands: [String]) -> Int? {
    bands.firstIndex(of: reference) ?? (bands.isEmpty ? nil : bands.count / 2)
  }

  /// A band and its neighbours.
  static func stack(of bands: [String], around reference: Int) -> [Int] {
    Array(max(0, reference - 1)...min(bands.count - 1, reference + 1))
  }

  /// Where a source lies on its field's reference frame, in pixels; NaN where nobody knows.
  func place(of source: Int) -> SIMD2<Double> {
    sources.places.isEmpty ? SIMD2(.nan, .nan) : sources.places[source]
  }

  /// What the first pass finds on one source.
  struct Shape: Sendable {
    /// ln of the light within 1.6 over that within 4.1 pixels, and the radius of half of it.
    let concentration, halfLightRadius: Double
    /// Whether it stands out enough to show what stars look like.
    let isBright: Bool
    /// Its sky and centre.
    let findings: PreparedCutout.Findings
  }

  /// First pass: apertures and half-light radii.
  func measureShapes(workers: Workers) throws -> [Shape] {
    try map(sources.fields.count, workers: workers) { source in
      let cutout = try prepared(source)
      let centre = cutout.centres[reference]
      let plane = cutout.planes[reference]
      func light(_ radius: Double) -> Double {
        PixelCircle(x: centre.x, y: centre.y, radius: radius).flux(of: plane, size: cutout.size)
      }
      let curve = GrowthCurve(of: plane, size: cutout.size, x: centre.x, y: centre.y)
      let floor = 0.3 * cutout.noise[reference]
      let (inner, outer) = (light(1.6), light(4.1))
      let ratio = log(max(inner, floor) / max(outer, 2 * floor))
      let error = cutout.noise[reference] * (.pi * 4.1 * 4.1).squareRoot()
      return Shape(
        concentration: inner.isFinite && outer.isFinite ? ratio : .nan,
        halfLightRadius: curve.halfLightRadius, isBright: outer > Self.brightness * error,
        findings: cutout.findings)
    }
  }

  /// The point spread of every field and band, fields in the order of `groups`.
  func pointSpreads(of shapes: [Shape], workers: Workers) throws -> [[VaryingPointSpread]] {
    try map(groups.count, inPiecesOf: 1, workers: workers) { number in
      try VaryingPointSpread.ofField(groups[number].members, shapes: shapes, survey: self)
    }
  }

  /// Second pass: template fits with each field's point spread, and the compactness u.
  func fitTemplates(into scores: inout CompactnessScores, of seeing: Seeing, workers: Workers)
    throws
  {
    let galaxies = ExponentialDisks(pixelScale: pixelScale)
    for start in stride(from: 0, to: groups.count, by: Self.fieldsAtOnce) {
      let some = Array(groups[start..<min(groups.count, start + Self.fieldsAtOnce)])
      let fields = try map(some.count, inPiecesOf: 1, workers: workers) { number in
        FieldShapes(
          seeing.spreads[start + number], galaxies, places: some[number].members.map(place(of:)))
      }
      let items = some.indices.flatMap { group in some[group].members.map { (group, $0) } }
      let results = try map(items.count, workers: workers) { item in
        let (group, source) = items[item]
        return try measure(source, of: seeing, by: fields[group].at(place(of: source)))
      }
      for (item, result) in zip(items, results) {
        let source = item.1
        if let fit = result.fit {
          scores.templates[source] = fit.score
          scores.psfMinusModel[source] = fit.psfMinusModel
        }
        scores.magnitude[source] = result.stack.magnitude
      }
      var first = 0
      for (group, field) in zip(some, fields) {
        let found = results[first..<(first + group.members.count)]
        let statistics = found.map(\.stack)
        first += group.members.count
        let cores = SaturatedCores(
          ofField: found.compactMap(\.bands.first), expected: FieldShapes.expectedRatio)
        scores.widths[group.field] = field.spreads.map(\.mean.width)
        scores.ridgeCounts[group.field] = field.spreads[reference].mean.count
        let shining = zip(group.members, statistics).filter { seeing.shapes[$0.0].isBright }.map(
          \.1.ratio)
        let ridge = StellarRidge(of: shining, step: 0.005)?.mode ?? FieldShapes.expectedRatio
        for (source, result) in zip(group.members, found) {
          let spared = result.bands.lazy.compactMap(cores.compactness).first
          scores.saturated[source] = spared != nil
          (scores.compactness[source], scores.compactnessError[source]) =
            spared ?? result.stack.value(ridge: ridge)
        }
      }
    }
  }

  /// What the second pass finds on one source.
  private struct Measured: Sendable {
    let fit: TemplateFit?
    let stack: CompactnessStatistic
    /// Of bright sources, band by band around the stack's centre, and around each band's own where
    /// bands may be hollow; else empty.
    let bands: [[CompactnessStatistic]]
  }

  private func measure(
    _ source: Int, of seeing: Seeing, by field: LocalShapes
  ) throws -> Measured {
    let shape = seeing.shapes[source]
    let cutout = try prepared(source, known: shape.findings)
    let fit = TemplateFit(cutout, templates: field.templates, reference: reference)
    let widths = seeing.widths(of: source).map(Double.init)
    let whole = CompactnessStatistic(cutout, bands: stack, widths: widths)
    guard shape.isBright else { return Measured(fit: fit, stack: whole, bands: []) }
    func bands(_ centred: (Int) throws -> PreparedCutout) rethrows -> [CompactnessStatistic] {
      try sources.bands.indices.map {
        CompactnessStatistic(try centred($0), bands: [$0], widths: widths)
      }
    }
    var views = [bands { _ in cutout }]
    if whole.ratio < 0.9 * FieldShapes.expectedRatio {
      views.append(try bands { try prepared(source, centredIn: [$0]) })
    }
    return Measured(fit: fit, stack: whole, bands: views)
  }

  /// - Parameters:
  ///   - bands: the bands that show its centre; nil for those of the stack.
  ///   - known: what the first pass found on it.
  func prepared(
    _ source: Int, centredIn bands: [Int]? = nil, known: PreparedCutout.Findings? = nil
  ) throws -> PreparedCutout {
    let pixels = try sources.pixels(source)
    let expected = sources.bands.count * sources.size * sources.size
    guard pixels.count == expected else {
      throw SurveyError(
        "cutout \(source) has \(pixels.count) pixels where \(expected) were expected; "
          + "make the cutout set again")
    }
    return PreparedCutout(
      pixels: pixels, size: sources.size, noise: sources.noise[source],
      offsets: sources.offsets[source], stack: bands ?? stack, known: known)
  }

  /// Calls `body` for each number on several threads and keeps the results in order; the error of
  /// the lowest number is thrown.
  private func map<T: Sendable>(
    _ count: Int, inPiecesOf chunk: Int = 64, workers: Workers,
    _ body: @Sendable (Int) throws -> T
  ) throws -> [T] {
    let pieces = (count + chunk - 1) / chunk
    let done = Mutex<[Int: Result<[T], any Error>]>([:])
    workers.forEach(pieces) { piece in
      let range = (piece * chunk)..<min(count, (piece + 1) * chunk)
      let result = Result { try range.map(body) }
      done.withLock { $0[piece] = result }
    }
    let results = done.withLock { $0 }
    return try (0..<pieces).flatMap { try results[$0]?.get() ?? [] }
  }
}
