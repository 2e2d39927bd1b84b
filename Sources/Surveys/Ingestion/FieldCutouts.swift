internal import Foundation

/// The cutouts of one field: what is known of each, and where in the frames its pixels lie.
struct FieldCutouts {
  private(set) var records: [CutoutRecord] = []
  private(set) var dropped: [DroppedSource] = []
  private(set) var counts = IngestCounts()
  private let field: Field
  /// For every record the window of every band.
  private var windows: [[CutoutWindow]] = []

  init(of sources: [FieldSources.Source], in field: Field, settings: IngestSettings) throws {
    let reference = try field.reference(settings)
    let (ra, dec) = (sources.map(\.position.ra), sources.map(\.position.dec))
    let places = try field.frames.map { try $0.wcs.pixels(ra: ra, dec: dec) }
    let fileName = URL(fileURLWithPath: reference.path).lastPathComponent
    self.field = field
    counts.found = sources.count
    for (index, source) in sources.enumerated() {
      let here = places.map { (x: $0.x[index], y: $0.y[index]) }
      var record = Self.record(source, field, here, settings)
      let cut = Cut(field.frames, at: here, size: settings.size)
      guard let cut, cut.missingShare <= settings.largestMissing else {
        drop(record, atEdge: cut.map { $0.outside >= $0.missing } ?? true)
        continue
      }
      record.offsets = cut.windows.flatMap { [$0.offsetX, $0.offsetY] }
      record.edgeFraction = Float(cut.missingShare)
      if cut.outside > 0 { record.flags.insert(.outsideFrame) }
      if cut.missing > 0 { record.flags.insert(.missingPixels) }
      record.source = fileName
      records.append(record)
      windows.append(cut.windows)
    }
    counts.kept = records.count
  }

  /// Copies the pixels of one record, `[band, y, x]`; missing ones become 0.
  func fill(_ index: Int, _ pixels: UnsafeMutableBufferPointer<Float>) {
    let area = pixels.count / field.frames.count
    for (band, window) in windows[index].enumerated() {
      let part = UnsafeMutableBufferPointer(rebasing: pixels[band * area..<(band + 1) * area])
      window.copy(from: field.frames[band].plane, to: part)
    }
  }

  private mutating func drop(_ record: CutoutRecord, atEdge: Bool) {
    if atEdge { counts.droppedAtEdge += 1 } else { counts.droppedAsMissing += 1 }
    dropped.append(
      DroppedSource(
        id: record.id, ra: record.ra, dec: record.dec, x: record.x, y: record.y,
        mag: record.mag, reason: atEdge ? "EDGE" : "BLANK", catalogRow: record.catalogRow))
  }

  /// Everything about a source but its pixels.
  private static func record(
    _ source: FieldSources.Source, _ field: Field, _ here: [(x: Double, y: Double)],
    _ settings: IngestSettings
  ) -> CutoutRecord {
    var flags = source.flags
    var flux: [Float] = []
    for (frame, place) in zip(field.frames, here) {
      guard place.x.isFinite, place.y.isFinite else {
        flux.append(.nan)
        continue
      }
      let sum = source.aperture.sum(
        x: place.x, y: place.y, in: frame.plane, background: frame.background)
      flux.append(Float(sum.flux))
      if frame.band == settings.reference { flags.formUnion(CutoutFlags(sep: sum.flags)) }
    }
    let reference = settings.bands.firstIndex(of: settings.reference) ?? 0
    return CutoutRecord(
      id: source.id, ra: source.position.ra, dec: source.position.dec, x: here[reference].x,
      y: here[reference].y, field: field.id,
      mag: CutoutRecord.magnitude(flux: Double(flux[reference])), flux: flux,
      noise: field.frames.map(\.background.noise), sky: field.frames.map(\.background.level),
      flags: flags, edgeFraction: 0, offsets: [], a: Float(source.a), b: Float(source.b),
      theta: Float(source.theta), halfLightRadius: Float(source.halfLightRadius), source: "",
      catalogRow: source.catalogRow)
  }
}

/// Where a source lies in every band, and how much of it is missing there.
private struct Cut {
  let windows: [CutoutWindow]
  let outside: Int
  let missing: Int
  let missingShare: Double

  /// Nil where a position is meaningless in one of the bands.
  init?(_ frames: [Frame], at places: [(x: Double, y: Double)], size: Int) {
    windows = places.compactMap { CutoutWindow(size: size, x: $0.x, y: $0.y) }
    guard windows.count == frames.count else { return nil }
    let losses = zip(windows, frames).map { $0.losses(in: $1.plane) }
    outside = losses.reduce(0) { $0 + $1.outside }
    missing = losses.reduce(0) { $0 + $1.missing }
    missingShare = Double(outside + missing) / Double(size * size * frames.count)
  }
}
