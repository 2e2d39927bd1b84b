internal import Cutouts
internal import FITS
internal import Files
internal import Frames
internal import Planes
internal import Sky
internal import Sources
internal import Tensors

/// The cutouts of one field: what is known of each, and where in the frames its pixels lie.
struct FieldCutouts {
  private(set) var records: [CutoutRecord] = []
  private(set) var dropped: [DroppedSource] = []
  private(set) var counts = IngestCounts()
  /// How far the bands' world coordinates are off.
  private(set) var offsets: [BandOffset?] = []
  /// The width of a point in the reference band, in the cutouts' pixels.
  let width: Double?
  private let field: Field
  private let settings: IngestSettings
  /// For every record the sampling of every band.
  private var samplings: [[CutoutSampling]] = []
  /// For every band its uncertainties; empty where none are written.
  private var uncertainties: [PixelPlane] = []

  init(
    of found: FieldSources, in field: Field, settings: IngestSettings, workers: Workers
  ) throws {
    let sources = found.sources
    let alignment = try FieldAlignment(field, settings: settings)
    let reference = try field.reference(settings)
    let (ra, dec) = (sources.map(\.position.ra), sources.map(\.position.dec))
    let places = try field.frames.map { try $0.wcs.pixels(ra: ra, dec: dec) }
    let photometry = try FieldPhotometry(
      of: found, in: field, at: places, alignment, settings: settings, workers: workers)
    let fileName = FileName.last(of: reference.path)
    let place = settings.bands.firstIndex(of: settings.reference) ?? 0
    let isDamaged = field.frames.contains { $0.checksum == .wrong }
    self.field = field
    self.settings = settings
    width = found.width.map { $0 / (alignment.ratios[place] ?? 1) }
    counts.found = sources.count
    let matrices = try field.frames.indices.map { band in
      try PixelMatrix.matrices(
        of: field.frames[band].wcs, x: places[band].x, y: places[band].y,
        sky: sources.map { ($0.position.ra, $0.position.dec) }, size: settings.size,
        ratio: alignment.ratios[band] ?? 1)
    }
    let measured = workers.map(sources.count) { index in
      let here = places.map { (x: $0.x[index], y: $0.y[index]) }
      return (
        record: CutoutRecord(
          sources[index], in: field, at: here, flux: photometry.light(of: index),
          errors: photometry.errors(of: index), matrix: matrices.flatMap { $0[index] },
          flags: photometry.flags[index], reference: place),
        cut: Cut(
          field.frames, at: here, size: settings.size, ratios: alignment.ratios,
          isGiven: sources[index].catalogRow != nil)
      )
    }
    for case (var record, let cut) in measured {
      guard let cut, cut.isKept(settings, isGiven: record.catalogRow != nil) else {
        drop(record, atEdge: cut.map { $0.outside >= $0.missing || settings.edge == .drop } ?? true)
        continue
      }
      record.offsets = cut.samplings.flatMap { [$0.offset.x, $0.offset.y] }
      record.edgeFraction = Float(cut.missingShare)
      if cut.outside > 0 { record.flags.insert(.outsideFrame) }
      if cut.missing > 0 { record.flags.insert(.missingPixels) }
      if isDamaged { record.flags.insert(.checksumWrong) }
      record.flags.formUnion(cut.marks(field.frames))
      record.rescale(cut.samplings, reference: place)
      record.source = fileName
      record.hdu = reference.hdu
      record.checksum = reference.checksum.word
      records.append(record)
      samplings.append(cut.samplings)
    }
    counts.kept = records.count
    offsets = BandOffset.measure(records, field, reference, width: found.width)
    if offsets.contains(where: { $0?.isSerious == true }) {
      for index in records.indices { records[index].flags.insert(.bandsDisplaced) }
    }
    if hasWeights {
      uncertainties = field.frames.map { $0.uncertainty(resampled: settings.pixelScale != nil) }
    }
  }

  /// Marks the cutouts of sources that an earlier field has.
  mutating func mark(duplicates: Set<Int>) {
    for index in duplicates { records[index].flags.insert(.duplicate) }
    counts.duplicates = duplicates.count
  }

  /// Marks the cutouts of stars that were put into the frames: the place of each, and the star whose copy it is.
  ///
  /// - Parameter injected: how many were put in.
  mutating func mark(artificial: [Int: SkyPosition], of injected: Int) {
    for (index, original) in artificial {
      records[index].flags.insert(.artificial)
      records[index].original = original
    }
    (counts.artificial, counts.injected) = (artificial.count, injected)
  }

  /// Measures the point spread of the field and the sky around every source; nothing where cutouts are too
  /// small for that.
  mutating func measureSeeing(pixelScale: Double, workers: Workers) throws {
    guard settings.size >= 32, !records.isEmpty else { return }
    let (field, samplings, area) = (field, samplings, settings.size * settings.size)
    let sources = SourceCutouts(
      bands: settings.bands, size: settings.size, fields: records.map(\.field),
      noise: records.map(\.noise), offsets: records.map(\.offsets)
    ) { index in
      samplings[index].enumerated().flatMap { band, sampling in
        [Float](unsafeUninitializedCapacity: area) { pixels, count in
          pixels.initialize(repeating: 0)
          sampling.copy(from: field.frames[band].plane, fill: .nan, to: pixels)
          count = area
        }
      }
    }
    let seeing = try Seeing(
      of: sources, pixelScale: pixelScale, reference: settings.reference, workers: workers)
    for index in records.indices {
      records[index].seeing = seeing.widths(of: index)
      records[index].localSky = seeing.sky(of: index)
    }
  }

  /// Copies the pixels of one record, `[band, y, x]`; missing ones are filled.
  func fill(_ index: Int, _ pixels: UnsafeMutableBufferPointer<Float>) {
    each(band: samplings[index], pixels) { sampling, band, part in
      sampling.copy(from: field.frames[band].plane, fill: settings.fillValue, to: part)
    }
  }

  /// Copies the inverse variances of one record; nil where none are written.
  var fillWeights: ((Int, UnsafeMutableBufferPointer<Float>) -> Void)? {
    guard hasWeights else { return nil }
    return { index, pixels in
      each(band: samplings[index], pixels) { sampling, band, part in
        sampling.copy(uncertainty: uncertainties[band], to: part)
      }
    }
  }

  private func each(
    band samplings: [CutoutSampling], _ pixels: UnsafeMutableBufferPointer<Float>,
    _ body: (CutoutSampling, Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) {
    let area = pixels.count / samplings.count
    for (band, sampling) in samplings.enumerated() {
      body(
        sampling, band,
        UnsafeMutableBufferPointer(rebasing: pixels[band * area..<(band + 1) * area]))
    }
  }

  private var hasWeights: Bool {
    switch settings.weights {
    case .never: false
    case .always: true
    case .whereGiven:
      field.frames.contains { $0.quality.inverseVariance != nil || $0.quality.marked != nil }
    }
  }

  private mutating func drop(_ record: CutoutRecord, atEdge: Bool) {
    if atEdge { counts.droppedAtEdge += 1 } else { counts.droppedAsMissing += 1 }
    dropped.append(
      DroppedSource(
        id: record.id, ra: record.ra, dec: record.dec, x: record.x, y: record.y,
        mag: record.mag, reason: atEdge ? "EDGE" : "BLANK", catalogRow: record.catalogRow))
  }
}

extension CutoutRecord {
  /// Everything about a source but its pixels.
  ///
  /// - Parameters:
  ///   - places: the source's pixels in every band.
  ///   - flux: its light in every band, and the standard deviations of it.
  ///   - matrix: the linear part of every band's world coordinates there.
  ///   - reference: which of the bands its place and magnitude are of.
  fileprivate init(
    _ source: FieldSources.Source, in field: Field, at places: [(x: Double, y: Double)],
    flux: [Float], errors: [Float], matrix: [Double], flags: CutoutFlags, reference: Int
  ) {
    self.init(
      id: source.id, ra: source.position.ra, dec: source.position.dec, x: places[reference].x,
      y: places[reference].y, field: field.id,
      mag: Self.magnitude(
        flux: Double(flux[reference])),
      flux: flux, noise: field.frames.map(\.background.noise),
      sky: field.frames.map(\.background.level), flags: flags, edgeFraction: 0, offsets: [],
      a: Float(source.a), b: Float(source.b), theta: Float(source.theta),
      halfLightRadius: Float(source.halfLightRadius), source: "", catalogRow: source.catalogRow)
    fluxErrors = errors
    pixelMatrix = matrix
  }

  /// Turns lengths and the sky of frames into those of resampled cutouts.
  fileprivate mutating func rescale(_ samplings: [CutoutSampling], reference: Int) {
    for (band, sampling) in samplings.enumerated() {
      noise[band] *= sampling.noiseFactor
      sky[band] *= sampling.areaFactor
    }
    let ratio = Float(samplings[reference].ratio)
    guard ratio != 1 else { return }
    (a, b, halfLightRadius) = (a / ratio, b / ratio, halfLightRadius / ratio)
  }
}

extension Frame {
  /// The uncertainties of all pixels as cutouts take them; pixels that the mask marks have none.
  fileprivate func uncertainty(resampled: Bool) -> PixelPlane {
    var inverse = quality.inverseVariance(of: plane, background: background)
    if let marked = quality.marked {
      for index in inverse.indices where marked[index] != 0 { inverse[index] = 0 }
    }
    return CutoutSampling.uncertainty(
      inverse, width: plane.width, height: plane.height, resampled: resampled)
  }
}

extension ChecksumVerdict {
  var word: String {
    switch self {
    case .absent: "absent"
    case .correct: "correct"
    case .wrong: "wrong"
    }
  }
}
