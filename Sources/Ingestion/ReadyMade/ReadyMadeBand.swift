internal import Cutouts
internal import FITS
internal import Frames
internal import Planes
internal import Sky
internal import Surveys

/// One band of a ready-made cutout: its light, and what is cropped of it.
///
/// The object lies at the middle (n − 1)/2 of the image; of what is cropped, pixel (size − 1)/2
/// lies there.
struct ReadyMadeBand {
  /// The whole image, in nanomaggies where a zero point is known.
  let light: PixelPlane
  let rim: RimStatistics
  let calibration: PixelCalibration
  let remarks: [FrameRemark]
  let header: Header
  /// The unit (HDU) of the file, and whether its pixels are those that were written.
  let hdu: Int
  let checksum: ChecksumVerdict
  /// `[y, x]` of the set's size, missing pixels filled.
  let pixels: [Float]
  /// 1/σ² of those pixels where the survey gives uncertainties or a mask.
  let inverseVariance: [Float]?
  /// Missing pixels among them.
  let missing: Int
  let marks: CutoutFlags
  /// The variance that a unit of light brings, and σ² of every pixel where the survey gives it.
  let photon: Double
  let variances: PixelPlane?
  /// How far the middle lies from the centre of the cutout's pixel (size/2, size/2).
  let offset: (x: Float, y: Float)

  var middle: (x: Double, y: Double) {
    (Double(light.width - 1) / 2, Double(light.height - 1) / 2)
  }

  init(
    _ band: String, of planes: FilePlanes, in file: borrowing FITSFile, settings: IngestSettings,
    generic: Survey, decoder: TileDecoder?
  ) throws {
    let (path, name) = (file.path, "band \(band) of \(file.path)")
    let own = try Self.planes(band, of: planes, path: path, settings: settings)
    guard let unit = own.image.unit else { throw SurveyError("\(path) holds no image") }
    header = try file.header(of: unit)
    let survey = own.survey ?? generic
    calibration = try PixelCalibration(
      HeaderPair(of: file, unit: unit), band: band, survey: survey, generic: generic, path: path)
    let image = try file.plane(of: unit, slice: own.image.slice, decoder: decoder)
    let (height, width) = (image.shape[0], image.shape[1])
    let size = settings.size
    guard min(width, height) >= size, max(width, height) <= Self.longestSide,
      let window = CutoutWindow(size: size, x: Double(width - 1) / 2, y: Double(height - 1) / 2)
    else {
      throw SurveyError(
        "\(name) has \(width)×\(height) pixels; a cutout of \(size)×\(size) needs at least as "
          + "many (choose another --size), and at most \(Self.longestSide)")
    }
    let calibrated = PixelPlane(
      width: width, height: height, pixels: calibration.apply(to: image.pixels))
    var quality: FrameQuality
    (quality, light) = try FrameQuality.read(
      own, calibrated, calibration: calibration, survey: survey, name: name, decoder: decoder,
      files: SharedFiles(file))
    rim = try RimStatistics(light, name: name)
    quality.compare(withNoise: rim.noise)
    remarks = quality.remarks
    hdu = unit
    checksum = file.checksumVerdict(of: unit)
    pixels = window.cropped(from: light, fill: settings.fillValue)
    missing = window.losses(in: light).missing
    inverseVariance = quality.weights(of: light, noise: rim.noise).map { window.cropped(from: $0) }
    marks = quality.marks(under: window, of: light)
    photon = quality.photon ?? 0
    variances = quality.inverseVariance.map { inverse in
      PixelPlane(width: width, height: height, numbers: inverse.map { $0 > 0 ? 1 / $0 : .nan })
    }
    offset = (window.offsetX, window.offsetY)
  }

  private static let longestSide = 4096

  /// The one image of a band, with its companions.
  private static func planes(
    _ band: String, of found: FilePlanes, path: String, settings: IngestSettings
  ) throws(SurveyError) -> BandPlanes {
    let images = found.planes.filter { $0.role == .image && $0.band == band }
    guard images.count == 1 else {
      throw SurveyError(
        "\(path) holds \(images.count) images of band \(band), not one; a ready-made cutout has "
          + "one of every band \(settings.bands.joined(separator: ","))")
    }
    var planes = BandPlanes(band: band, image: images[0].address)
    planes.survey = images[0].survey
    for companion in found.planes where companion.band == band || companion.band == nil {
      if case .weight(let uncertainty) = companion.role {
        (planes.weight, planes.uncertainty) = (companion.address, uncertainty)
      }
      if companion.role == .mask { planes.mask = companion.address }
    }
    return planes
  }
}

extension CutoutWindow {
  fileprivate func cropped(from plane: PixelPlane, fill: Float = 0) -> [Float] {
    [Float](unsafeUninitializedCapacity: size * size) { buffer, count in
      buffer.initialize(repeating: fill)
      copy(from: plane, fill: fill, to: buffer)
      count = buffer.count
    }
  }
}

extension FrameQuality {
  /// 1/σ² of every pixel, 0 where the mask marks it; nil where the survey gives neither.
  fileprivate func weights(of light: PixelPlane, noise: Float) -> PixelPlane? {
    guard inverseVariance != nil || marked != nil else { return nil }
    var inverse =
      inverseVariance ?? light.pixels.map { $0.isFinite ? 1 / (noise * noise) : 0 }
    if let marked {
      for index in inverse.indices where marked[index] != 0 { inverse[index] = 0 }
    }
    return PixelPlane(width: light.width, height: light.height, numbers: inverse)
  }

  /// What is to be said of the pixels that a window covers.
  fileprivate func marks(under window: CutoutWindow, of light: PixelPlane) -> CutoutFlags {
    let sampling = CutoutSampling.nearest(window)
    func any(_ isSo: (Int) -> Bool) -> Bool {
      sampling.contains(width: light.width, height: light.height, where: isSo)
    }
    var marks: CutoutFlags = []
    if let marked, any({ marked[$0] != 0 }) { marks.insert(.masked) }
    if let saturation, any({ light.pixels[$0] >= saturation }) { marks.insert(.saturated) }
    return marks
  }
}
