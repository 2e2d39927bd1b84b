/// What a sky must be like to be one of a survey's frames, whatever its cards say.
enum WCSPlausibility {
  /// Arcseconds a pixel: below are no telescope's, above no star can be told from a galaxy.
  static let scales = 0.001...60.0
  /// How far, in pixels, a corner may be off after a way to the sky and back.
  static let mostOff = 0.1

  /// Throws where the reference point is not on the sky: positions around it would be finite and mean
  /// nothing.
  static func check(reference header: Header) throws(FITSError) {
    func value(_ name: String) -> Double? {
      (1...9).first { header.string("CTYPE\($0)")?.uppercased().hasPrefix(name) ?? false }
        .flatMap { axis in
          header.double("CRVAL\(axis)")
            .map { $0 * (degrees[header.string("CUNIT\(axis)") ?? ""] ?? 1) }
        }
    }
    let (ra, dec) = (value("RA--"), value("DEC-"))
    guard abs(ra ?? 0) <= 360, abs(dec ?? 0) <= 90 else {
      throw WCSParsing.error(
        "its reference point (\(ra ?? 0), \(dec ?? 0)) is not on the sky; CRVAL is in degrees")
    }
  }

  private static let degrees = [
    "arcmin": 1.0 / 60, "arcsec": 1.0 / 3600, "mas": 1.0 / 3_600_000, "rad": 180 / Double.pi,
  ]

  /// Throws where a card is absent that would count as 0, or as 1 degree a pixel.
  static func check(complete header: Header) throws(FITSError) {
    for keyword in ["CRVAL1", "CRVAL2", "CRPIX1", "CRPIX2"] where header.value(keyword) == nil {
      throw WCSParsing.error("its header has no \(keyword)")
    }
    for (first, second) in [("CD1_1", "CD2_2"), ("CDELT1", "CDELT2")] {
      let (one, other) = (header.value(first), header.value(second))
      guard (one == nil) == (other == nil) else {
        throw WCSParsing.error(
          "its header has no \(one == nil ? first : second), only \(one == nil ? second : first)")
      }
    }
  }

  static func check(scale: Double) throws(FITSError) {
    guard scale.isFinite, scale > 0 else {
      throw WCSParsing.error("its matrix makes pixels without an area")
    }
    guard scales.contains(scale) else {
      throw WCSParsing.error(
        "its pixels are \(Float(scale)) arcseconds on a side, not \(scales.lowerBound) to "
          + "\(Int(scales.upperBound)); correct CDELT or the CD matrix")
    }
  }

  /// Throws where a corner of the image has no place on the sky, or comes back as another pixel.
  ///
  /// - Parameter header: the image's own; without the lengths of its axes nothing is checked.
  static func check(
    corners header: Header, _ transformation: WCSTransformation
  ) throws(FITSError) {
    guard let (width, height) = size(header) else { return }
    let corners = [(1.0, 1.0), (width, 1.0), (1.0, height), (width, height)].map { Point($0, $1) }
    let sky = try transformation.sky(corners)
    for (corner, place) in zip(corners, sky) where !place.isFinite {
      throw WCSParsing.error("its corner pixel \(text(corner)) has no place on the sky")
    }
    let back = try transformation.pixels(sky)
    for (corner, pixel) in zip(corners, back) {
      let off = max(abs(pixel.first - corner.first), abs(pixel.second - corner.second))
      guard off <= mostOff else {
        throw WCSParsing.error(
          "its corner pixel \(text(corner)) does not come back from the sky"
            + (off.isFinite ? ", but \(Float(off)) pixels off" : "")
            + "; its distortion cannot be undone: fit the frame anew")
      }
    }
  }

  private static func text(_ point: Point) -> String {
    "(\(Int(exactly: point.first.rounded(.towardZero)) ?? 0), \(Int(exactly: point.second.rounded(.towardZero)) ?? 0))"
  }

  /// Of the first two axes, compressed or not.
  private static func size(_ header: Header) -> (Double, Double)? {
    let isTable = header.value("TFIELDS") != nil
    let prefix = isTable ? "ZNAXIS" : "NAXIS"
    guard let width = header.int("\(prefix)1"), let height = header.int("\(prefix)2"),
      (1...1_000_000).contains(width), (1...1_000_000).contains(height)
    else { return nil }
    return (Double(width), Double(height))
  }
}
