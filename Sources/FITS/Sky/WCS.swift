internal import CWCS
internal import Foundation

/// Where the pixels of an image lie on the sky: its world coordinates, distortions (SIP, TPV)
/// included, by wcslib.
///
/// Pixels count from 0 at the centre of the first one; the sky is ICRS, in degrees. Any thread may
/// ask; one answer is worked out at a time, since wcslib writes into its own structures.
/// Greisen & Calabretta 2002 (A&A 395, 1061); Calabretta & Greisen 2002 (A&A 395, 1077).
public final class WCS: @unchecked Sendable {
  /// The side of a pixel at the reference point, without
  /// distortion, in arcseconds.
  public let pixelScale: Double
  /// What of the header's distortions is understood in another way than it is written, or left out,
  /// each as a sentence without its subject's file: "its look-up table … is not applied".
  public let remarks: [String]
  /// Guarded by `turn`.
  private let transformation: WCSTransformation
  private let turn = NSLock()

  /// The world coordinates that a header describes (the primary ones, without a letter).
  ///
  /// A card that cannot be read is an error that names it, wherever it stands. So are pixels that are
  /// not 0.001 to 60 arcseconds on a side, and corners of the image that do not come back from the sky.
  /// Distortions: SIP; TPV, also under the name TAN with PV cards from 5 on (SCAMP); of SIP and PV under
  /// TAN-SIP the former, as astropy has it.
  ///
  /// - Parameter reach: how far look-up tables of distortion move pixels, by their kind (`FITSFile.reachOfTables`).
  public init(header: Header, reach: [String: Double] = [:]) throws(FITSError) {
    let cards = try WCSCards(header, reach: reach)
    try WCSPlausibility.check(reference: cards.header)
    transformation = try WCSTransformation(cards.header)
    remarks = cards.remarks
    try WCSPlausibility.check(complete: cards.header)
    pixelScale = transformation.pixelScale
    try WCSPlausibility.check(scale: pixelScale)
    try WCSPlausibility.check(corners: header, transformation)
  }

  /// The sky position of a pixel; right ascension from 0 to less than 360.
  public func sky(x: Double, y: Double) throws(FITSError) -> (ra: Double, dec: Double) {
    let position = try sky(x: [x], y: [y])[0]
    guard position.ra.isFinite else {
      throw FITSError("the pixel (\(x), \(y)) has no place on the sky by the world coordinates")
    }
    return position
  }

  /// The pixel of a sky position.
  public func pixel(ra: Double, dec: Double) throws(FITSError) -> (x: Double, y: Double) {
    let pixels = try pixels(ra: [ra], dec: [dec])
    guard pixels.x[0].isFinite else {
      throw FITSError("the position (\(ra), \(dec)) has no pixel by the world coordinates")
    }
    return (pixels.x[0], pixels.y[0])
  }

  /// The sky positions of many pixels; NaN for those that have none.
  public func sky(
    x: [Double], y: [Double]
  ) throws(FITSError) -> [(ra: Double, dec: Double)] {
    precondition(x.count == y.count, "\(x.count) x for \(y.count) y")
    let points = x.indices.map { Point(x[$0] + 1, y[$0] + 1) }
    return try convert(points, transformation.sky).map { (ra: $0.first, dec: $0.second) }
  }

  /// The pixels of many sky positions; NaN for those that have none.
  public func pixels(
    ra: [Double], dec: [Double]
  ) throws(FITSError) -> (x: [Double], y: [Double]) {
    precondition(ra.count == dec.count, "\(ra.count) ra for \(dec.count) dec")
    let points = try convert(
      ra.indices.map { Point(ra[$0], dec[$0]) }, transformation.pixels)
    return (points.map { $0.first - 1 }, points.map { $0.second - 1 })
  }

  private func convert(
    _ points: [Point], _ body: ([Point]) throws(FITSError) -> [Point]
  ) throws(FITSError) -> [Point] {
    turn.lock()
    defer { turn.unlock() }
    var result: [Point] = []
    result.reserveCapacity(points.count)
    for start in stride(from: 0, to: points.count, by: 1 << 14) {
      result += try body(Array(points[start..<min(points.count, start + 1 << 14)]))
    }
    return result
  }
}

/// Two coordinates: FITS pixels (from 1), or right ascension and declination.
struct Point {
  var first: Double
  var second: Double

  var isFinite: Bool { first.isFinite && second.isFinite }

  init(_ first: Double, _ second: Double) {
    self.first = first
    self.second = second
  }
}
