public import FITS
internal import Files
public import Planes
internal import Sky
internal import Surveys

/// One band's image of a field, with its own map from pixels to the sky.
public struct Frame: Sendable {
  public let band: String
  public let path: String
  /// The unit (HDU) of the file that holds the pixels.
  public let hdu: Int
  /// Whether the pixels are those that were written.
  public let checksum: ChecksumVerdict
  /// Pixels in nanomaggies (AB), where a zero point is known.
  public private(set) var plane: PixelPlane
  /// Uncertainties and marks of the pixels; nil where neither survey nor header tell any.
  public let quality: FrameQuality
  public let wcs: WCS
  /// The unit of the pixels: "nanomaggy"; what the file calls it where no zero point is known.
  public let unit: String
  /// Whether the pixels are nanomaggies. If not, magnitudes are relative.
  public let isCalibrated: Bool
  /// The sky of the frame and its noise.
  public let background: Background

  /// Reads the first image of two axes in a FITS file and measures its sky.
  ///
  /// - Parameter field: named in errors, with the band.
  public init(
    reading path: String, band: String, field: String,
    settings: DetectionSettings = DetectionSettings()
  ) throws {
    try self.init(
      reading: BandPlanes(band: band, image: PlaneAddress(path: path)), field: field,
      settings: settings)
  }

  /// Reads the planes of one band and measures the sky.
  ///
  /// - Parameter decoder: unpacks tile-compressed images; nil refuses them.
  public init(
    reading planes: BandPlanes, field: String, settings: DetectionSettings = DetectionSettings(),
    decoder: TileDecoder? = nil
  ) throws {
    try self.init(
      reading: planes, field: field, settings: settings, decoder: decoder,
      files: SharedFiles(planes.paths))
  }

  /// - Parameter files: opens the files of the planes, each of which it expects once.
  init(
    reading planes: BandPlanes, field: String, settings: DetectionSettings,
    decoder: TileDecoder?, files: SharedFiles
  ) throws {
    let (band, path) = (planes.band, planes.image.path)
    let name = "band \(band) of field \(field)"
    let file = try files.open(path)
    guard let place = try planes.image.unit ?? Self.firstPlane(of: file) else {
      throw SurveyError(
        "cannot read \(name): \(path) holds no image of two axes; give the survey's frame")
    }
    let headers = try HeaderPair(of: file, unit: place)
    let header = headers.own
    if let filter = header.string("FILTER"), SurveyFileName.parse(path) != nil, filter.count == 1,
      filter != band
    {
      throw SurveyError(
        "cannot use \(path) as \(name): its header says FILTER = '\(filter)'; "
          + "was the file renamed? Fetch it again")
    }
    let sides = try file.imageShape(of: place)?.suffix(2) ?? []
    guard sides.count == 2, sides.allSatisfy({ $0 > 0 && $0 <= Self.longestSide }) else {
      let text = sides.reversed().map(String.init).joined(separator: "×")
      throw SurveyError(
        "cannot read \(name): the image in \(path) has \(text) "
          + "pixels, not 1 to \(Self.longestSide) on a side")
    }
    let image = try file.plane(of: place, slice: planes.image.slice, decoder: decoder)
    let library = try SurveyLibrary()
    let survey =
      planes.survey ?? library.survey(named: FITSFileName.stem(of: path))
      ?? library.survey { headers.own.text($0) ?? headers.primary.text($0) }
    let calibration = try PixelCalibration(
      headers, band: band, survey: survey, generic: library.generic, path: path,
      table: planes.calibration)
    let calibrated = calibration.apply(to: image.pixels)
    self.band = band
    self.path = path
    hdu = place
    checksum = file.checksumVerdict(of: place)
    var quality: FrameQuality
    let (light, filled) = PixelPlane(
      width: image.shape[1], height: image.shape[0], pixels: calibrated
    ).leavingOutFilling()
    (quality, plane) = try FrameQuality.read(
      planes, light,
      calibration: calibration, survey: survey, name: name, decoder: decoder, files: files)
    do throws(FITSError) {
      wcs = try WCS(header: header, reach: try file.reachOfTables(of: header))
      files.note(wcs.remarks.map { FileRemark(path: path, "unit \(place): \($0)") })
    } catch {
      throw SurveyError("cannot place \(name) (\(path)) on the sky: \(error)")
    }
    unit = calibration.unit
    isCalibrated = calibration.isKnown
    background = try Background(of: plane, settings: settings, name: name)
    if let filled { quality.note(filled: filled) }
    quality.compare(withNoise: background.noise)
    self.quality = quality
  }

  /// The same frame with other light in its pixels; its sky and noise stay those that were measured.
  package func showing(_ plane: PixelPlane) -> Frame {
    var frame = self
    frame.plane = plane
    return frame
  }

  /// The first unit that is an image of two axes.
  static func firstPlane(of file: borrowing FITSFile) throws -> Int? {
    for unit in 0..<file.unitCount {
      if let shape = try file.imageShape(of: unit), shape.count == 2 { return unit }
    }
    return nil
  }

  static let longestSide = 100_000
}
