internal import FITS
internal import Files

/// KiDS coadded tiles, `KiDS_DR4.0_150.1_2.2_r_sci.fits`, with weight (`_wei`, inverse variance) and mask
/// (`_msk`) in files of their own; light of magnitude 0 is 1.
///
/// https://kids.strw.leidenuniv.nl/DR4/format.php.
struct KiDSTiles: FrameWriter {
  let planes = 3

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let name = SkyName(drawn.field).degrees
    let stem = "\(folder)/KiDS_DR4.0_\(name)_\(drawn.band)"
    var header = drawn.header(filter: "OCAM_\(drawn.band)_SDSS", exposure: 1800)
    header.set("OBJECT", .string("KIDS_\(name)"), comment: "name of the tile")
    header.set("ZEROPNT", .double(drawn.zeroPoint), comment: "[mag] magnitude of flux 1")
    let weights = drawn.weights(forbidden: [.missing, .cosmicRay])
    try FITSDocument.write(
      drawn.units(missing: 0), drawn.shape, header, to: "\(stem)_sci.fits", provenance)
    try FITSDocument.write(weights, drawn.shape, header, to: "\(stem)_wei.fits", provenance)
    // Bit 2: the core of a saturated star; bit 64: bad pixels.
    let mask = drawn.mask(missing: 64, saturated: 2, cosmicRay: 64)
    try FITSDocument.write(mask: mask, drawn.shape, header, to: "\(stem)_msk.fits", provenance)
    return ["sci", "wei", "msk"].map { "\(stem)_\($0).fits" }
  }
}
