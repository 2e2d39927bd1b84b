public import FITS
internal import Files

/// One band's image of a field, with its own map from pixels to the sky.
public struct Frame: Sendable {
  public let band: String
  public let path: String
  /// Pixels in the survey's unit (nanomaggies for SDSS).
  public let plane: PixelPlane
  public let wcs: WCS
  /// The unit of the pixels, from BUNIT: "nanomaggy".
  public let unit: String
  /// The sky of the frame and its noise.
  public let background: Background

  /// Reads the first image of two axes in a FITS file and measures its sky.
  ///
  /// - Parameter field: named in errors, with the band.
  public init(
    reading path: String, band: String, field: String,
    settings: DetectionSettings = DetectionSettings()
  ) throws {
    let name = "band \(band) of field \(field)"
    let file = try FITSFile(reading: path)
    guard let place = try Self.firstPlane(of: file) else {
      throw SurveyError(
        "cannot read \(name): \(path) holds no image of two axes; give the survey's frame")
    }
    let image = try file.image(of: place)
    let header = try file.header(of: place)
    if let filter = header.string("FILTER"), FrameName(path) != nil, filter.count == 1,
      filter != band
    {
      throw SurveyError(
        "cannot use \(path) as \(name): its header says FILTER = '\(filter)'; "
          + "was the file renamed? Fetch it again")
    }
    guard image.shape.allSatisfy({ $0 > 0 && $0 <= Self.longestSide }) else {
      throw SurveyError(
        "cannot read \(name): the image in \(path) has \(image.shape[1])×\(image.shape[0]) "
          + "pixels, not 1 to \(Self.longestSide) on a side")
    }
    self.band = band
    self.path = path
    plane = PixelPlane(width: image.shape[1], height: image.shape[0], pixels: image.pixels)
    do throws(FITSError) {
      wcs = try WCS(header: header)
    } catch {
      throw SurveyError("cannot place \(name) (\(path)) on the sky: \(error)")
    }
    unit = header.string("BUNIT") ?? "nanomaggy"
    background = try Background(of: plane, settings: settings, name: name)
  }

  /// The first unit that is an image of two axes.
  private static func firstPlane(of file: borrowing FITSFile) throws -> Int? {
    for unit in 0..<file.unitCount {
      let header = try file.header(of: unit)
      let isImage = header.string("XTENSION") == nil || header.string("XTENSION") == "IMAGE"
      if isImage, header.int("NAXIS") == 2 { return unit }
    }
    return nil
  }

  static let longestSide = 100_000
}
