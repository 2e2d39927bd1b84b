internal import FITS
internal import Foundation

/// One object that comes as a file of its own, `[band, y, x]` in any layout.
struct ReadyMadeObject: Sendable {
  private(set) var record: CutoutRecord
  /// `[band, y, x]` cropped to the set's size, missing pixels filled.
  let pixels: [Float]
  let inverseVariance: [Float]?
  let unit: String
  let pixelScale: Double

  init(reading path: String, settings: IngestSettings, decoder: TileDecoder?) throws {
    let found = try FilePlanes(of: path, bands: settings.bands)
    let file = try FITSFile(reading: path)
    let size = settings.size
    var light: [PixelPlane] = []
    var cropped: [Float] = []
    var weights: [Float]?
    var (missing, marks): (Int, CutoutFlags) = (0, [.positionGiven])
    var (noise, sky): ([Float], [Float]) = ([], [])
    var calibration: PixelCalibration?
    var home = (unit: 0, verdict: ChecksumVerdict.absent, header: Header())
    for band in settings.bands {
      let images = found.planes.filter { $0.role == .image && $0.band == band }
      guard images.count == 1, let place = images[0].address.unit else {
        throw SurveyError(
          "\(path) holds \(images.count) images of band \(band), not one; a ready-made cutout has "
            + "one of every band \(settings.bands.joined(separator: ","))")
      }
      let header = try file.header(of: place)
      let own = try PixelCalibration(header, path: path)
      let image = try file.plane(of: place, slice: images[0].address.slice, decoder: decoder)
      let sides = (width: image.shape[1], height: image.shape[0])
      guard min(sides.width, sides.height) >= size, max(sides.width, sides.height) <= 4096 else {
        throw SurveyError(
          "band \(band) of \(path) has \(sides.width)×\(sides.height) pixels; a cutout of "
            + "\(size)×\(size) needs at least as many (choose another --size), and at most 4096")
      }
      var planes = BandPlanes(band: band, image: images[0].address)
      for companion in found.planes where companion.band == band || companion.band == nil {
        if case .weight(let uncertainty) = companion.role {
          (planes.weight, planes.uncertainty) = (companion.address, uncertainty)
        }
        if companion.role == .mask { planes.mask = companion.address }
      }
      let (quality, plane) = try FrameQuality.read(
        planes,
        PixelPlane(
          width: sides.width, height: sides.height, pixels: own.apply(to: image.pixels)),
        calibration: own, name: "band \(band) of \(path)", decoder: decoder)
      let rim = try RimStatistics(plane, name: "band \(band) of \(path)")
      // The object lies at the middle (n − 1)/2; of what is cut, pixel (size − 1)/2 lies there.
      guard
        let window = CutoutWindow(
          size: size, x: Double(sides.width - 1) / 2, y: Double(sides.height - 1) / 2)
      else { continue }
      missing += window.losses(in: plane).missing
      let area = size * size
      var part = [Float](repeating: 0, count: area)
      part.withUnsafeMutableBufferPointer {
        window.copy(from: plane, fill: settings.fillValue, to: $0)
      }
      cropped += part
      if quality.inverseVariance != nil || quality.marked != nil {
        var inverse =
          quality.inverseVariance
          ?? plane.pixels.map {
            $0.isFinite ? 1 / (rim.noise * rim.noise) : 0
          }
        if let marked = quality.marked {
          for index in inverse.indices where marked[index] != 0 { inverse[index] = 0 }
          let isMarked = CutoutSampling.nearest(window).contains(
            width: sides.width, height: sides.height
          ) { marked[$0] != 0 }
          if isMarked { marks.insert(.masked) }
        }
        let whole = PixelPlane(width: sides.width, height: sides.height, pixels: inverse)
        part.withUnsafeMutableBufferPointer { window.copy(from: whole, to: $0) }
        weights =
          (weights
            ?? zip(noise, 0...).flatMap { noise, _ in
              [Float](repeating: 1 / (noise * noise), count: area)
            }) + part
      } else if weights != nil {
        weights? += [Float](repeating: 1 / (rim.noise * rim.noise), count: area)
      }
      if let level = quality.saturation,
        CutoutSampling.nearest(window).contains(
          width: sides.width, height: sides.height, where: { plane.pixels[$0] >= level })
      {
        marks.insert(.saturated)
      }
      noise.append(rim.noise)
      sky.append(rim.level)
      light.append(plane)
      if band == settings.reference {
        calibration = own
        home = (place, file.checksumVerdict(of: place), header)
      }
    }
    pixels = cropped
    inverseVariance = weights
    unit = calibration?.unit ?? "count"
    let wcs = try? WCS(header: home.header)
    pixelScale = wcs?.pixelScale ?? home.header.double("PIXSCALE") ?? 1
    if missing > 0 { marks.insert(.missingPixels) }
    if home.verdict == .wrong { marks.insert(.checksumWrong) }
    let reference = settings.bands.firstIndex(of: settings.reference) ?? 0
    let middle = (
      x: Double(light[reference].width - 1) / 2, y: Double(light[reference].height - 1) / 2
    )
    let place = wcs.flatMap { try? $0.sky(x: middle.x, y: middle.y) }
    let shape = CentralShape(light[reference], level: sky[reference], noise: noise[reference])
    let aperture = shape?.aperture ?? .circle(radius: settings.apertureRadius)
    let flux = zip(light, sky).map { plane, level in
      let sum = aperture.sum(x: middle.x, y: middle.y, in: plane, background: nil)
      let blank = PixelPlane(
        width: plane.width, height: plane.height,
        pixels: Array(repeating: level, count: plane.pixels.count))
      return Float(
        sum.flux - aperture.sum(x: middle.x, y: middle.y, in: blank, background: nil).flux)
    }
    let stem = FilePlanes.stem(path)
    record = CutoutRecord(
      id: stem, ra: place?.ra ?? .nan, dec: place?.dec ?? .nan, x: middle.x, y: middle.y,
      field: stem,
      mag: CutoutRecord.magnitude(
        flux: Double(flux[reference]), zeroPoint: calibration?.zeroPoint ?? 22.5),
      flux: flux, noise: noise, sky: sky, flags: marks.union(shape?.flags ?? []),
      edgeFraction: Float(missing) / Float(pixels.count),
      offsets: light.flatMap { plane -> [Float] in
        let window = CutoutWindow(
          size: size, x: Double(plane.width - 1) / 2, y: Double(plane.height - 1) / 2)
        return [window?.offsetX ?? 0, window?.offsetY ?? 0]
      },
      a: Float(shape?.a ?? .nan), b: Float(shape?.b ?? .nan), theta: Float(shape?.theta ?? .nan),
      halfLightRadius: Float(shape?.halfLightRadius ?? .nan),
      source: URL(fileURLWithPath: path).lastPathComponent, catalogRow: nil, hdu: home.unit,
      checksum: home.verdict.word)
  }
}
