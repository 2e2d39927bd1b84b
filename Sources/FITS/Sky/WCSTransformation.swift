internal import CWCS
internal import Foundation

/// wcslib's description of two celestial axes, ready to convert; for one thread at a time.
final class WCSTransformation {
  private let wcs: UnsafeMutablePointer<wcsprm>

  /// - Parameter header: none but cards that were checked.
  init(_ header: Header) throws(FITSError) {
    wcs = try WCSParsing.celestial(header)
  }

  deinit {
    wcsfree(wcs)
    wcs.deallocate()
  }

  /// Arcseconds a pixel: the root of the area of a pixel at the reference point.
  var pixelScale: Double {
    let (pc, cdelt) = (wcs.pointee.pc, wcs.pointee.cdelt)
    guard let pc, let cdelt else { return .nan }
    let determinant = (pc[0] * pc[3] - pc[1] * pc[2]) * cdelt[0] * cdelt[1]
    return abs(determinant).squareRoot() * 3600
  }

  /// Right ascension, from 0 to less than 360 degrees, and declination.
  func sky(_ pixels: [Point]) throws(FITSError) -> [Point] {
    let input = pixels.flatMap { [$0.first, $0.second] }
    var work = Work(pixels.count)
    let status = wcsp2s(
      wcs, Int32(pixels.count), 2, input, &work.intermediate, &work.phi, &work.theta, &work.result,
      &work.status)
    // 8: some pixels are outside of the projection; which ones is in work.status.
    try check(status, unless: 8)
    return work.points(of: pixels, Int(wcs.pointee.lng), Int(wcs.pointee.lat)).map { place in
      Point(Self.wrapped(place.first), place.second)
    }
  }

  func pixels(_ sky: [Point]) throws(FITSError) -> [Point] {
    var input = [Double](repeating: 0, count: 2 * sky.count)
    let (lng, lat) = (Int(wcs.pointee.lng), Int(wcs.pointee.lat))
    for (index, point) in sky.enumerated() {
      input[2 * index + lng] = point.first
      input[2 * index + lat] = point.second
    }
    var work = Work(sky.count)
    let status = wcss2p(
      wcs, Int32(sky.count), 2, input, &work.phi, &work.theta, &work.intermediate, &work.result,
      &work.status)
    try check(status, unless: 9)
    return work.points(of: sky, 0, 1)
  }

  /// wcslib answers in the turn of the circle that CRVAL is in.
  private static func wrapped(_ ra: Double) -> Double {
    guard !(0..<360).contains(ra), ra.isFinite else { return ra }
    let rest = ra.truncatingRemainder(dividingBy: 360)
    // A hair below 0 rounds to 360.
    let turned = rest < 0 ? rest + 360 : rest
    return turned < 360 ? turned : 0
  }

  private func check(_ status: Int32, unless partial: Int32) throws(FITSError) {
    guard status != 0, status != partial else { return }
    throw WCSParsing.error(status)
  }

  private struct Work {
    var intermediate, result, phi, theta: [Double]
    var status: [Int32]

    init(_ count: Int) {
      intermediate = Array(repeating: .nan, count: 2 * count)
      result = Array(repeating: .nan, count: 2 * count)
      phi = Array(repeating: .nan, count: count)
      theta = Array(repeating: .nan, count: count)
      status = Array(repeating: 0, count: count)
    }

    /// Two of the coordinates of each result; NaN where there is none.
    func points(of input: [Point], _ first: Int, _ second: Int) -> [Point] {
      input.indices.map { index in
        let point = Point(result[2 * index + first], result[2 * index + second])
        // wcslib finds a place for infinite pixels.
        let isThere = status[index] == 0 && point.isFinite && input[index].isFinite
        return isThere ? point : Point(.nan, .nan)
      }
    }
  }
}
