internal import CSEP

/// What a user should know about a source before trusting its cutout.
public struct CutoutFlags: OptionSet, Codable, Sendable, Hashable {
  public let rawValue: Int32

  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// It was separated from a neighbour.
  public static let blended = CutoutFlags(rawValue: 1)
  /// It touches the edge of the frame.
  public static let truncated = CutoutFlags(rawValue: 2)
  /// Its light has no extent in one direction.
  public static let degenerate = CutoutFlags(rawValue: 4)
  /// Its flux is uncertain: pixels missing under the aperture, or no light.
  public static let uncertainFlux = CutoutFlags(rawValue: 8)
  /// The cutout leaves the frame in at least one band; the pixels outside are 0.
  public static let outsideFrame = CutoutFlags(rawValue: 16)
  /// The cutout holds missing pixels (NaN in the frame) in at least one band; they are 0.
  public static let missingPixels = CutoutFlags(rawValue: 32)
  /// The position comes from a catalog and was not detected.
  public static let positionGiven = CutoutFlags(rawValue: 64)

  /// The cutout holds pixels at or above the frame's level of saturation.
  public static let saturated = CutoutFlags(rawValue: 128)
  /// The cutout holds pixels that the survey's mask marks.
  public static let masked = CutoutFlags(rawValue: 256)
  /// The same source is in a field that comes earlier in the set.
  public static let duplicate = CutoutFlags(rawValue: 512)
  /// Bright sources show that a band's world coordinates are off by more than half a pixel.
  public static let bandsDisplaced = CutoutFlags(rawValue: 1024)
  /// CHECKSUM or DATASUM of a frame do not fit its bytes.
  public static let checksumWrong = CutoutFlags(rawValue: 2048)
  /// An artificial star, put into the frames: a dimmed copy of a bright one.
  public static let artificial = CutoutFlags(rawValue: 4096)

  /// The meaning of every bit, as the header of a cutout set states it.
  package static let meanings: [(flag: CutoutFlags, meaning: String)] = [
    (.blended, "separated from a neighbour"),
    (.truncated, "the source touches the edge of the frame"),
    (.degenerate, "no extent in one direction"),
    (.uncertainFlux, "flux uncertain"),
    (.outsideFrame, "the cutout leaves the frame, filled"),
    (.missingPixels, "missing pixels, filled"),
    (.positionGiven, "position from a catalog"),
    (.saturated, "saturated pixels"),
    (.masked, "pixels marked by the survey's mask"),
    (.duplicate, "the same source is in an earlier field"),
    (.bandsDisplaced, "a band's world coordinates are off by over 0.5 pix"),
    (.checksumWrong, "a frame's checksum does not fit"),
    (.artificial, "an artificial star"),
  ]

  package init(sep flags: Int32) {
    var result: CutoutFlags = []
    if flags & SEP_OBJ_MERGED != 0 { result.insert(.blended) }
    if flags & SEP_OBJ_TRUNC != 0 { result.insert(.truncated) }
    if flags & SEP_OBJ_SINGU != 0 { result.insert(.degenerate) }
    let uncertain =
      SEP_APER_TRUNC | SEP_APER_HASMASKED | SEP_APER_ALLMASKED | SEP_APER_NONPOSITIVE
    if flags & uncertain != 0 { result.insert(.uncertainFlux) }
    self = result
  }
}
