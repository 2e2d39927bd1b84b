internal import Cutouts
internal import FITS
internal import Files
internal import Frames
internal import Surveys
internal import Planes

/// One object that comes as a file of its own, `[band, y, x]` in any layout.
struct ReadyMadeObject: Sendable {
  let record: CutoutRecord
  /// `[band, y, x]` cropped to the set's size, missing pixels filled.
  let pixels: [Float]
  let inverseVariance: [Float]?
  let unit: String
  let pixelScale: Double
  /// What is to be told of every band.
  let frameRemarks: [[FrameRemark]]
  /// Whether its light is in nanomaggies, by band.
  let isCalibrated: [Bool]
  /// What is not as it should be about its file.
  let remarks: [FileRemark]

  init(
    reading path: String, named name: String, settings: IngestSettings, surveys: SurveyLibrary,
    decoder: TileDecoder?
  ) throws {
    let file = try FITSFile(reading: path)
    let planes = try FilePlanes(of: file, bands: settings.bands, surveys: surveys)
    var bands: [ReadyMadeBand] = []
    for band in settings.bands {
      bands.append(
        try ReadyMadeBand(
          band, of: planes, in: file, settings: settings, generic: surveys.generic, decoder: decoder
        ))
    }
    let home = bands[settings.bands.firstIndex(of: settings.reference) ?? 0]
    var remarks = file.remarks
    let wcs = Self.wcs(home, path, &remarks)
    self.remarks = remarks
    pixels = bands.flatMap(\.pixels)
    inverseVariance = Self.inverseVariance(bands)
    unit = home.calibration.unit
    frameRemarks = bands.map(\.remarks)
    isCalibrated = bands.map(\.calibration.isKnown)
    pixelScale = wcs?.pixelScale ?? home.header.double("PIXSCALE") ?? 1
    record = Self.record(
      path, name, bands, home, wcs, radius: settings.apertureRadius ?? FieldSources.radius(nil),
      size: settings.size)
  }

  /// Nil where the cutout has no place on the sky, with a remark unless it claims none.
  private static func wcs(
    _ home: ReadyMadeBand, _ path: String, _ remarks: inout [FileRemark]
  ) -> WCS? {
    guard home.header.string("CTYPE1") != nil else { return nil }
    do throws(FITSError) {
      let wcs = try WCS(header: home.header)
      remarks += wcs.remarks.map { FileRemark(path: path, "unit \(home.hdu): \($0)") }
      return wcs
    } catch {
      remarks.append(FileRemark(path: path, "its place on the sky is left out: \(error)"))
      return nil
    }
  }

  /// Of all bands where one has any; the others' follow from the noise of their rims.
  private static func inverseVariance(_ bands: [ReadyMadeBand]) -> [Float]? {
    guard bands.contains(where: { $0.inverseVariance != nil }) else { return nil }
    return bands.flatMap { band in
      band.inverseVariance
        ?? Array(repeating: 1 / (band.rim.noise * band.rim.noise), count: band.pixels.count)
    }
  }

  private static func record(
    _ path: String, _ name: String, _ bands: [ReadyMadeBand], _ home: ReadyMadeBand, _ wcs: WCS?,
    radius: Double, size: Int
  ) -> CutoutRecord {
    let middle = home.middle
    let place = wcs.flatMap { try? $0.sky(x: middle.x, y: middle.y) }
    let shape = CentralShape(home.light, level: home.rim.level, noise: home.rim.noise)
    let aperture = shape?.aperture ?? .circle(radius: radius)
    let missing = bands.reduce(0) { $0 + $1.missing }
    var flags = bands.reduce(shape?.flags ?? []) { $0.union($1.marks) }
    flags.insert(.positionGiven)
    if missing > 0 { flags.insert(.missingPixels) }
    if home.checksum == .wrong { flags.insert(.checksumWrong) }
    let light = bands.map { $0.flux(in: aperture, at: middle) }
    var record = CutoutRecord(
      id: name, ra: place?.ra ?? .nan, dec: place?.dec ?? .nan, x: middle.x, y: middle.y,
      field: name,
      mag: CutoutRecord.magnitude(
        flux: home.flux(in: aperture, at: middle).flux),
      flux: light.map { Float($0.flux) }, noise: bands.map(\.rim.noise),
      sky: bands.map(\.rim.level), flags: flags,
      edgeFraction: Float(missing) / Float(bands.reduce(0) { $0 + $1.pixels.count }),
      offsets: bands.flatMap { [$0.offset.x, $0.offset.y] },
      a: Float(shape?.a ?? .nan), b: Float(shape?.b ?? .nan), theta: Float(shape?.theta ?? .nan),
      halfLightRadius: Float(shape?.halfLightRadius ?? .nan),
      source: FileName.last(of: path), catalogRow: nil, hdu: home.hdu,
      checksum: home.checksum.word)
    record.fluxErrors = light.map { Float($0.error) }
    record.pixelMatrix = bands.flatMap { $0.pixelMatrix(size: size) }
    return record
  }
}

extension ReadyMadeBand {
  /// The light in an aperture less the sky of the rim, and its standard deviation.
  fileprivate func flux(
    in aperture: Aperture, at place: (x: Double, y: Double)
  ) -> (flux: Double, error: Double) {
    let sum = aperture.sum(x: place.x, y: place.y, in: light, sky: rim.level)
    let noise = Double(rim.noise) * Double(rim.noise) * sum.area + max(0, sum.flux) * photon
    let given = variances.map {
      aperture.sum(x: place.x, y: place.y, in: $0, isVariance: true).flux
    }
    return (sum.flux, sum.flux.isFinite ? (given ?? noise).squareRoot() : .nan)
  }

  /// The linear part of the band's world coordinates at its middle; NaN where it has none.
  fileprivate func pixelMatrix(size: Int) -> [Double] {
    let unknown = [Double](repeating: .nan, count: 4)
    guard let wcs = try? WCS(header: header), let sky = try? wcs.sky(x: middle.x, y: middle.y)
    else { return unknown }
    let matrices = try? PixelMatrix.matrices(
      of: wcs, x: [middle.x], y: [middle.y], sky: [sky], size: size, ratio: 1)
    return matrices?.first ?? unknown
  }
}
