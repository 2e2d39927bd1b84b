internal import FITS
internal import Files
internal import Foundation

/// Pan-STARRS1 stacks, `rings.v3.skycell.1784.059.stk.r.unconv.fits`, with variance (`.wt`) and mask
/// (`.mask`) in files of their own.
///
/// Pixels p of the image are asinh-scaled: light is BOFFSET + BSOFTEN (e^(p/α) − e^(−p/α)) with
/// α = 2.5 / ln 10, the zero point 25 + 2.5 log10 EXPTIME
/// (https://outerspace.stsci.edu/display/PANSTARRS/PS1+Stack+images; Waters et al. 2020, ApJS 251, 4).
struct PS1Stacks: FrameWriter {
  let planes = 3

  /// Depths of Chambers et al. 2016, table 11.
  static let exposures: [SimulatedCamera.Exposure] = [
    .init("g", 23.3, seeing: 1.31, full: 14.2, gain: 1),
    .init("r", 23.2, seeing: 1.19, full: 14.2, gain: 1),
    .init("i", 23.1, seeing: 1.11, full: 14.2, gain: 1),
    .init("z", 22.3, seeing: 1.07, full: 13.6, gain: 1),
    .init("y", 21.3, seeing: 1.02, full: 12.8, gain: 1),
  ]

  /// Seconds of all exposures of a stack together.
  private static let seconds = ["g": 516.0, "r": 480, "i": 540, "z": 360, "y": 360]

  static func zeroPoint(of band: String) -> Double { 25 + 2.5 * log10(seconds[band] ?? 1) }

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let (cell, part) = (1784 + drawn.field.index / 100, drawn.field.index % 100)
    let stem =
      "\(folder)/rings.v3.skycell.\(cell).\(String(format: "%03d", part)).stk.\(drawn.band).unconv"
    var header = Header()
    header.set("FPA.FILTERID", .string("\(drawn.band).00000"), comment: "filter used")
    header.set("FPA.FILTER", .string(drawn.band), comment: "filter used")
    header.set("FPA.TELESCOPE", .string("SIMULATED"), comment: "no telescope: a simulated frame")
    header.set("FPA.ZP", .double(25), comment: "[mag] zero point of a second")
    header.set("EXPTIME", .double(Self.seconds[drawn.band] ?? 1), comment: "[s] exposure time")
    header.set("CELL.GAIN", .double(drawn.frame.camera.gain), comment: "[e-] of one unit")
    header.set(
      "CELL.SATURATION", .double(drawn.frame.saturation * drawn.unitsPerNanomaggy),
      comment: "largest pixel")
    drawn.frame.coordinates.write(to: &header)
    var scaled = header
    let linear = drawn.units(missing: .nan)
    let softening = drawn.frame.floorVariance.squareRoot() * Self.alpha.squareRoot()
    scaled.set("BOFFSET", .double(0.25 * softening), comment: "asinh scaling: light of 0")
    scaled.set("BSOFTEN", .double(softening), comment: "asinh scaling: softening")
    let pixels = linear.map { value -> Float in
      Float(Self.alpha * asinh((Double(value) - 0.25 * softening) / (2 * softening)))
    }
    try FITSDocument.write(pixels, drawn.shape, scaled, to: "\(stem).fits", provenance)
    var variance = drawn.variance(withLight: true)
    for place in variance.indices where drawn.marks[place].contains(.missing) {
      variance[place] = .nan
    }
    try FITSDocument.write(variance, drawn.shape, header, to: "\(stem).wt.fits", provenance)
    // BLANK is bit 8, SAT 32, CR 256.
    let mask = drawn.mask(missing: 8, saturated: 32, cosmicRay: 256)
    try FITSDocument.write(
      mask: mask, drawn.shape, header, to: "\(stem).mask.fits", provenance)
    return ["\(stem).fits", "\(stem).wt.fits", "\(stem).mask.fits"]
  }

  private static let alpha = 2.5 / log(10)
}
