public import Surveys

/// Where one plane of pixels lies: a file, one of its units (HDUs), and a slice of a cube.
public struct PlaneAddress: Sendable, Hashable {
  public var path: String
  /// The unit, from 0; nil for the first one that holds an image.
  public var unit: Int?
  /// The slice of a `[band, y, x]` cube, from 0; nil where the unit is a plane itself.
  public var slice: Int?

  public init(path: String, unit: Int? = nil, slice: Int? = nil) {
    self.path = path
    self.unit = unit
    self.slice = slice
  }
}

extension PlaneAddress: CustomStringConvertible {
  /// "sky.fits", "sky.fits (unit 2)", "sky.fits (unit 0, slice 3)"
  public var description: String {
    let parts = [unit.map { "unit \($0)" }, slice.map { "slice \($0 + 1)" }].compactMap { $0 }
    return parts.isEmpty ? path : "\(path) (\(parts.joined(separator: ", ")))"
  }
}

/// The planes of one band of a field.
public struct BandPlanes: Sendable, Hashable {
  public var band: String
  public var image: PlaneAddress
  /// Uncertainties of the pixels, where the survey gives them.
  public var weight: PlaneAddress?
  public var uncertainty = PlaneRole.Uncertainty.inverseVariance
  public var mask: PlaneAddress?
  /// A file that calibrates raw pixels: the tsField table of SDSS.
  public var calibration: String?
  /// Whose light and masks they are; nil: told by name or headers when they are read.
  package var survey: Survey?

  public init(band: String, image: PlaneAddress) {
    self.band = band
    self.image = image
  }
}
