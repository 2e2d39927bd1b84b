internal import Catalogs
internal import Frames
internal import Planes
internal import Sky
internal import Sources
internal import Tensors

/// The sources of one field before their pixels are cut out.
struct FieldSources {
  /// A source and what its flux is measured in.
  struct Source {
    var id: String
    var position: SkyPosition
    var aperture: Aperture
    var a = Double.nan
    var b = Double.nan
    var theta = Double.nan
    var halfLightRadius = Double.nan
    var flags: CutoutFlags
    var catalogRow: Int?
  }

  let sources: [Source]
  /// Which pixels of the reference band belong to which source; nil where none were looked for.
  let segments: Segmentation?
  /// The width of a point in the reference band, in its pixels: full width at half maximum; nil where too few sources
  /// tell.
  let width: Double?

  /// Finds the sources in the sum of the bands that are to show them, and measures them in the
  /// reference band.
  init(detectedIn field: Field, settings: IngestSettings, workers: Workers) throws {
    let frame = try field.reference(settings)
    let bands = settings.summedBands
    let what = bands.count == 1 ? "band" : "the sum of bands"
    let name = "\(what) \(bands.joined(separator: ", ")) of field \(field.id)"
    let detector = SourceDetector(settings.detection.forBands(bands.count))
    let (detections, segments) =
      if bands == [frame.band] {
        try detector.segmented(
          in: frame.plane, background: frame.background, name: name, workers: workers)
      } else {
        try Self.detections(
          in: field.frames.filter { bands.contains($0.band) }, on: frame, name: name, detector,
          workers)
      }
    self.segments = segments
    width = Self.width(detections)
    let positions = try frame.wcs.sky(x: detections.map(\.x), y: detections.map(\.y))
    sources = zip(detections, positions).enumerated().map { index, pair in
      let (detection, position) = pair
      return Source(
        id: Self.name(index, in: field), position: SkyPosition(ra: position.ra, dec: position.dec),
        aperture: detection.aperture, a: detection.a, b: detection.b, theta: detection.theta,
        halfLightRadius: detection.halfLightRadius, flags: detection.flags)
    }
  }

  private static func detections(
    in frames: [Frame], on reference: Frame, name: String, _ detector: SourceDetector,
    _ workers: Workers
  ) throws -> (detections: [Detection], segments: Segmentation) {
    let sum = try SummedBands(frames, on: reference, name: name, workers: workers)
    let light =
      try sum.referenceLight
      ?? reference.background.subtracted(from: reference.plane, name: name)
    return try detector.segmented(
      in: sum.plane, background: Background(of: sum.plane, settings: detector.settings, name: name),
      measuringIn: (reference.plane, light), name: name, workers: workers)
  }

  /// Takes the positions of a catalog that lie within the reference band's frame.
  ///
  /// - Parameter names: of all positions, no two alike; nil numbers them.
  init(
    of catalog: SkyCatalog, named names: [String]?, in field: Field, settings: IngestSettings,
    workers: Workers
  ) throws {
    segments = nil
    let frame = try field.reference(settings)
    // Looked for only to see how wide points are.
    let detector = SourceDetector(settings.detection.forBands(1))
    let detections = try? detector.detect(
      in: frame.plane, background: frame.background,
      name: "band \(frame.band) of field \(field.id)", workers: workers)
    width = detections.flatMap(Self.width)
    let radius = settings.apertureRadius ?? Self.radius(width)
    let (width, height) = (Double(frame.plane.width), Double(frame.plane.height))
    // A projection is meaningless on the far side of the sky: look only at what is near.
    let middle = try frame.wcs.sky(x: (width - 1) / 2, y: (height - 1) / 2)
    let centre = SkyPosition(ra: middle.ra, dec: middle.dec)
    let reach = 0.75 * (width + height) * frame.wcs.pixelScale
    let near = catalog.positions.indices.filter {
      catalog.positions[$0].separation(to: centre) <= reach
    }
    let pixels = try frame.wcs.pixels(
      ra: near.map { catalog.positions[$0].ra }, dec: near.map { catalog.positions[$0].dec })
    sources = near.indices.compactMap { index in
      let (x, y, row) = (pixels.x[index], pixels.y[index], near[index])
      guard x >= -0.5, y >= -0.5, x < width - 0.5, y < height - 0.5 else { return nil }
      return Source(
        id: names?[row] ?? Self.name(row, in: field), position: catalog.positions[row],
        aperture: .circle(radius: radius), flags: .positionGiven, catalogRow: row)
    }
  }

  private static func width(_ detections: [Detection]) -> Double? {
    PointWidth.of(detections.map { ($0.flux, $0.halfLightRadius, $0.flags) })
  }

  /// The aperture of a given position: 2.13 widths of a point, which is 7 pixels of SDSS in its usual seeing.
  static func radius(_ width: Double?) -> Double {
    7 * (width ?? PointWidth.usual) / PointWidth.usual
  }

  /// "003918-3-0213-00042"
  private static func name(_ index: Int, in field: Field) -> String {
    let digits = String(index)
    return "\(field.id)-\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
  }
}

extension Field {
  func reference(_ settings: IngestSettings) throws(SurveyError) -> Frame {
    guard let frame = frames.first(where: { $0.band == settings.reference }) else {
      throw SurveyError("field \(id) has no frame of band \(settings.reference); add it")
    }
    return frame
  }
}
