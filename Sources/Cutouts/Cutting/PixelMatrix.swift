package import FITS
internal import Foundation

/// World coordinates as they are around one source: linear, on the plane that touches the sky there.
package enum PixelMatrix {
  /// For every source CD1_1, CD1_2, CD2_1, CD2_2 in degrees a pixel of its cutout; NaN where it has no place.
  ///
  /// They are slopes over half of the cutout, so that a distortion that bends within it errs as little at the
  /// rim as it can (for quadratic ones, as the central difference, not at all to first order).
  ///
  /// - Parameters:
  ///   - x, y: where the sources lie in the frame, 0-based pixels.
  ///   - sky: the same places on the sky, degrees.
  ///   - size: the side of a cutout in its own pixels.
  ///   - ratio: the side of such a pixel in the frame's.
  package static func matrices(
    of wcs: WCS, x: [Double], y: [Double], sky: [(ra: Double, dec: Double)], size: Int,
    ratio: Double
  ) throws(FITSError) -> [[Double]] {
    let step = Double(size) / 4 * ratio
    let shifts = [(step, 0.0), (-step, 0), (0, step), (0, -step)]
    let ends = try shifts.map { (shift) throws(FITSError) in
      try wcs.sky(x: x.map { $0 + shift.0 }, y: y.map { $0 + shift.1 })
    }
    return sky.indices.map { source in
      let places = ends.map { touching($0[source], at: sky[source]) }
      let pixels = Double(size) / 2
      let across = (places[0].xi - places[1].xi, places[0].eta - places[1].eta)
      let up = (places[2].xi - places[3].xi, places[2].eta - places[3].eta)
      return [across.0, up.0, across.1, up.1].map { $0 / pixels }
    }
  }

  /// A place on the plane that touches the sky at another (TAN), in degrees.
  private static func touching(
    _ place: (ra: Double, dec: Double), at origin: (ra: Double, dec: Double)
  ) -> (xi: Double, eta: Double) {
    let radians = Double.pi / 180
    let turn = (place.ra - origin.ra) * radians
    let (dec, pole) = (place.dec * radians, origin.dec * radians)
    let bend = 2 * sin(turn / 2) * sin(turn / 2)
    let depth = cos(dec - pole) - cos(dec) * cos(pole) * bend
    let eta = sin(dec - pole) + sin(pole) * cos(dec) * bend
    return (cos(dec) * sin(turn) / depth / radians, eta / depth / radians)
  }
}
