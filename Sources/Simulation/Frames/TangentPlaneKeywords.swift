package import FITS
internal import Foundation

/// The header keywords of a gnomonic (TAN) world coordinate system, oriented like SDSS frames.
package struct TangentPlaneKeywords: Sendable {
  /// ICRS degrees of the reference point.
  package var ra: Double
  package var dec: Double
  /// The reference pixel, counted from 0.
  package var x: Double
  package var y: Double
  /// Arcseconds per pixel.
  package var scale: Double
  /// The angle of the frame on the sky, in radians.
  package var rotation: Double

  package var header: Header {
    var header = Header()
    write(to: &header)
    return header
  }

  package func write(to header: inout Header) {
    let degrees = scale / 3600
    let (c, s) = (degrees * cos(rotation), rotation == .pi ? 0 : degrees * sin(rotation))
    header.set("RADECSYS", .string("ICRS"), comment: "International Celestial Ref. System")
    header.set("CTYPE1", .string("RA---TAN"), comment: "Coordinate type")
    header.set("CTYPE2", .string("DEC--TAN"), comment: "Coordinate type")
    header.set("CUNIT1", .string("deg"), comment: "Units")
    header.set("CUNIT2", .string("deg"), comment: "Units")
    header.set("CRPIX1", .double(x + 1), comment: "X of reference pixel")
    header.set("CRPIX2", .double(y + 1), comment: "Y of reference pixel")
    header.set("CRVAL1", .double(ra), comment: "RA of reference pixel (deg)")
    header.set("CRVAL2", .double(dec), comment: "Dec of reference pixel (deg)")
    header.set("CD1_1", .double(c), comment: "RA deg per column pixel")
    header.set("CD1_2", .double(s), comment: "RA deg per row pixel")
    header.set("CD2_1", .double(s), comment: "Dec deg per column pixel")
    header.set("CD2_2", .double(-c), comment: "Dec deg per row pixel")
  }
}
