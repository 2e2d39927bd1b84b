internal import FITS
internal import Files

/// SDSS corrected frames, `frame-BAND-RUN-CAMCOL-FIELD.fits`: nanomaggies in the primary unit.
struct SDSSFrames: FrameWriter {
  let planes = 1

  func write(_ drawn: DrawnFrame, to folder: String, _ provenance: Provenance?) throws -> [String] {
    let path = "\(folder)/frame-\(drawn.band)-\(drawn.field.name).fits"
    try FITSDocument.write(drawn.pixels, drawn.shape, drawn.frame.header, to: path, provenance)
    return [path]
  }
}
