internal import FITS
internal import Files
internal import Foundation

/// Coadds of HSC and of the LSST pipelines, `calexp-HSC-R-9813-4,4.fits`: zero point and filter in the
/// empty primary unit, then IMAGE, MASK and VARIANCE.
///
/// The mask's planes are named in its header (MP_DETECTED = 5 is bit 32), after the LSST pipelines'
/// `lsst.afw.image.MaskedImage` (https://hsc-release.mtk.nao.ac.jp/doc/index.php/data-format).
struct LSSTCoadds: FrameWriter {
  let planes = 3

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let filter = "HSC-\(drawn.band.uppercased())"
    let (tract, patch) = (9813 + drawn.field.index / 81, drawn.field.index % 81)
    let path = "\(folder)/calexp-\(filter)-\(tract)-\(patch % 9),\(patch / 9).fits"
    var primary = Header()
    primary.set("FILTER", .string(filter), comment: "filter used")
    primary.set("TELESCOP", .string("SIMULATED"), comment: "no telescope: a simulated frame")
    primary.set("EXPTIME", .double(600), comment: "[s] exposure time")
    primary.set("GAIN", .double(drawn.frame.camera.gain), comment: "[e-] of one unit")
    primary.set(
      "FLUXMAG0", .double(pow(10, 0.4 * drawn.zeroPoint)), comment: "flux of magnitude 0")
    primary.set(
      "FLUXMAG0ERR", .double(pow(10, 0.4 * drawn.zeroPoint) * 1e-3), comment: "its error")
    let sky = drawn.frame.coordinates.header
    var mask = drawn.mask(missing: 1 << 8, saturated: 1 << 1, cosmicRay: 1 << 3 | 1 << 2)
    for (place, isDetected) in drawn.detected().enumerated() where isDetected {
      mask[place] |= 1 << 5
    }
    var maskHeader = sky
    for (bit, name) in Self.planes.enumerated() { maskHeader.set("MP_\(name)", .int(bit)) }
    var variance = drawn.variance(withLight: true)
    for place in variance.indices where drawn.marks[place].contains(.missing) {
      variance[place] = .nan
    }
    var document = FITSDocument()
    document.add(header: primary)
    document.add(
      Image(shape: drawn.shape, pixels: drawn.units(missing: .nan)), header: sky, name: "IMAGE")
    document.add(integers: mask, shape: drawn.shape, header: maskHeader, name: "MASK")
    document.add(Image(shape: drawn.shape, pixels: variance), header: sky, name: "VARIANCE")
    try document.write(to: path, provenance: provenance)
    return [path]
  }

  /// By bit.
  private static let planes = [
    "BAD", "SAT", "INTRP", "CR", "EDGE", "DETECTED", "DETECTED_NEGATIVE", "SUSPECT", "NO_DATA",
    "BRIGHT_OBJECT", "CLIPPED", "CROSSTALK", "NOT_DEBLENDED", "UNMASKEDNAN",
  ]
}
