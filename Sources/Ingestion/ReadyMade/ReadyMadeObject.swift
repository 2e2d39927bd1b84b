internal import Cutouts
internal import FITS
internal import Files
internal import Frames
internal import Planes

/// One object that comes as a file of its own, `[band, y, x]` in any layout.
struct ReadyMadeObject: Sendable {
  let record: CutoutRecord
  /// `[band, y, x]` cropped to the set's size, missing pixels filled.
  let pixels: [Float]
  let inverseVariance: [Float]?
  let unit: String
  let pixelScale: Double
  /// The magnitude of unit flux in every band.
  let zeroPoints: [Double]
  /// What is not as it should be about its file.
  let remarks: [FileRemark]

  init(reading path: String, settings: IngestSettings, decoder: TileDecoder?) throws {
    let file = try FITSFile(reading: path)
    let planes = try FilePlanes(of: file, bands: settings.bands)
    var bands: [ReadyMadeBand] = []
    for band in settings.bands {
      bands.append(
        try ReadyMadeBand(band, of: planes, in: file, settings: settings, decoder: decoder))
    }
    let home = bands[settings.bands.firstIndex(of: settings.reference) ?? 0]
    var remarks = file.remarks
    let wcs = Self.wcs(home, path, &remarks)
    self.remarks = remarks
    pixels = bands.flatMap(\.pixels)
    inverseVariance = Self.inverseVariance(bands)
    unit = home.calibration.unit
    zeroPoints = bands.map(\.calibration.zeroPoint)
    pixelScale = wcs?.pixelScale ?? home.header.double("PIXSCALE") ?? 1
    record = Self.record(path, bands, home, wcs, radius: settings.apertureRadius)
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
    _ path: String, _ bands: [ReadyMadeBand], _ home: ReadyMadeBand, _ wcs: WCS?,
    radius: Double
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
    let stem = FilePlanes.stem(path)
    return CutoutRecord(
      id: stem, ra: place?.ra ?? .nan, dec: place?.dec ?? .nan, x: middle.x, y: middle.y,
      field: stem,
      mag: CutoutRecord.magnitude(
        flux: Double(home.flux(in: aperture, at: middle)), zeroPoint: home.calibration.zeroPoint),
      flux: bands.map { $0.flux(in: aperture, at: middle) }, noise: bands.map(\.rim.noise),
      sky: bands.map(\.rim.level), flags: flags,
      edgeFraction: Float(missing) / Float(bands.reduce(0) { $0 + $1.pixels.count }),
      offsets: bands.flatMap { [$0.offset.x, $0.offset.y] },
      a: Float(shape?.a ?? .nan), b: Float(shape?.b ?? .nan), theta: Float(shape?.theta ?? .nan),
      halfLightRadius: Float(shape?.halfLightRadius ?? .nan),
      source: FileName.last(of: path), catalogRow: nil, hdu: home.hdu,
      checksum: home.checksum.word)
  }
}

extension ReadyMadeBand {
  /// The light in an aperture less the sky of the rim under it.
  fileprivate func flux(in aperture: Aperture, at place: (x: Double, y: Double)) -> Float {
    let sky = PixelPlane(
      width: light.width, height: light.height,
      pixels: Array(repeating: rim.level, count: light.pixels.count))
    let whole = aperture.sum(x: place.x, y: place.y, in: light, background: nil).flux
    return Float(whole - aperture.sum(x: place.x, y: place.y, in: sky, background: nil).flux)
  }
}
