/// How sources are found; the names and meanings are SExtractor's.
public struct DetectionSettings: Codable, Sendable, Equatable {
  /// How far above the background a pixel must lie, in units of its noise (DETECT_THRESH); nil: 1.5
  /// in one band, 2 in the sum of several, which shows much fainter sources all the same.
  public var threshold: Double?
  /// How many such pixels must touch (DETECT_MINAREA).
  public var minimumArea = 5
  /// The side of a background mesh cell in pixels (BACK_SIZE).
  public var meshSize = 64
  /// The side of the median filter over the mesh, in cells (BACK_FILTERSIZE).
  public var meshFilter = 3
  /// Levels between threshold and peak at which a source is tried to be split (DEBLEND_NTHRESH).
  public var deblendLevels = 32
  /// The share of the flux that a part needs to be a source of its own (DEBLEND_MINCONT).
  public var deblendContrast = 0.005
  /// How readily faint detections in the wings of bright ones are removed (CLEAN_PARAM).
  public var cleaning = 1.0

  public init() {}

  /// The same with a threshold for an image of so many bands.
  package func forBands(_ count: Int) -> DetectionSettings {
    var settings = self
    settings.threshold = threshold(inBands: count)
    return settings
  }

  func threshold(inBands count: Int) -> Double { threshold ?? (count > 1 ? 2 : 1.5) }
}
