internal import FITS
internal import Files
internal import Foundation

/// ZTF science images, `ztf_20250301123456_000401_zr_c01_o_q1_sciimg.fits` with the mask beside them
/// (`…_mskimg.fits`): data numbers with their sky, and the zero point of that night (MAGZP).
///
/// Keywords and the bits of the mask after Masci et al. 2019 (PASP 131, 018003) and the ZSDS explanatory
/// supplement. Bit 1 says that a source was detected there, which is no fault.
struct ZTFImages: FrameWriter {
  let planes = 2

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let (number, filter) = (401 + drawn.field.index, drawn.frame.camera.index)
    // A field's bands are taken some hours apart on one night.
    let night = String(
      format: "202503%02d%06d", 1 + drawn.field.index % 28, 231_045 + 64_100 * filter)
    let stem =
      "\(folder)/ztf_\(night)_\(String(format: "%06d", number))_z\(drawn.band)_c01_o_q1"
    var header = drawn.header(filter: "ZTF_\(drawn.band)", exposure: 30)
    header.set("FIELDID", .int(number), comment: "ZTF field")
    header.set("CCDID", .int(1), comment: "CCD")
    header.set("QID", .int(1), comment: "quadrant")
    header.set("FILTERID", .int(filter), comment: "1 g, 2 r, 3 i")
    let sky = drawn.frame.sky
    header.set(
      "SATURATE", .double(drawn.frame.saturation * drawn.unitsPerNanomaggy + sky),
      comment: "[DN] saturation level")
    header.set("READNOI", .double(10), comment: "[e-] read noise")
    header.set("MAGZP", .double(drawn.zeroPoint), comment: "[mag] zero point")
    header.set("MAGZPUNC", .double(0.005), comment: "[mag] its error")
    header.set("SEEING", .double(drawn.frame.spread.width), comment: "[pix] FWHM")
    header.set("PIXSCALE", .double(drawn.frame.coordinates.scale), comment: "[arcsec/pix]")
    let pixels = drawn.units(missing: .nan).map { $0 + Float(sky) }
    try FITSDocument.write(pixels, drawn.shape, header, to: "\(stem)_sciimg.fits", provenance)
    var mask = drawn.mask(missing: 1 << 9 | 1 << 10, saturated: 1 << 8, cosmicRay: 1 << 6)
    for (place, isDetected) in drawn.detected().enumerated() where isDetected {
      mask[place] |= 1 << 1
    }
    for (bit, name) in Self.bits {
      header.set("MBIT\(bit)", .string(name), comment: "meaning of bit \(bit)")
    }
    try FITSDocument.write(mask: mask, drawn.shape, header, to: "\(stem)_mskimg.fits", provenance)
    return ["\(stem)_sciimg.fits", "\(stem)_mskimg.fits"]
  }

  private static let bits = [
    (1, "contains a detected source"), (6, "spike"), (8, "saturated"), (9, "dead"),
    (10, "not a number"),
  ]
}
