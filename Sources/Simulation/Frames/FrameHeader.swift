package import FITS

extension SimulatedFrame {
  /// The keywords of an SDSS corrected frame as far as programs use them, and a few that say what
  /// only a simulation knows.
  package var header: Header {
    var header = Header()
    header.set("RUN", .int(field.run), comment: "Run number")
    header.set("FRAME", .int(field.number), comment: "Frame sequence number within the run")
    header.set("CAMCOL", .int(field.camcol), comment: "column in the imaging camera")
    header.set("FILTER", .string(camera.band), comment: "filter used")
    header.set("BUNIT", .string("nanomaggy"), comment: "1 nanomaggy = 3.631e-6 Jy")
    header.set("TELESCOP", .string("SIMULATED"), comment: "no telescope: a simulated frame")
    header.set("EXPTIME", .double(53.907456), comment: "Exposure time (seconds)")
    coordinates.write(to: &header)
    header.set("NMGY", .double(calibration), comment: "Calibration factor [nMgy per count]")
    header.set("GAIN", .double(camera.gain), comment: "[e-/count]")
    header.set("DARKVAR", .double(camera.darkVariance), comment: "[count^2] read and dark noise")
    header.set("SKY", .double(calibration * sky), comment: "[nanomaggy/pixel] subtracted sky")
    header.set("SKYSIG", .double(noise), comment: "[nanomaggy] rms of the empty sky")
    header.set("SATURATE", .double(saturation), comment: "[nanomaggy] largest pixel")
    header.set(
      "SEEING", .double(spread.width * field.settings.pixelScale),
      comment: "[arcsec] full width at half maximum")
    header.set("MOFFAT", .double(spread.beta), comment: "Moffat exponent of the point spread")
    header.set("SIMSEED", .int(Int(truncatingIfNeeded: field.settings.seed)), comment: "seed")
    return header
  }
}
