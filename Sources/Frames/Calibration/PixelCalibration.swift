package import FITS
internal import Sky

/// From the numbers in a file to light, as the header tells.
package struct PixelCalibration: Sendable {
  /// Taken away before anything else: 1000 for raw SDSS frames.
  var bias: Float = 0
  /// What is left is multiplied by it.
  var scale: Float = 1
  package var unit: String
  /// The magnitude of a flux of 1.
  package var zeroPoint = 22.5
  /// The variance of one unit of light: the unit itself over what one electron is worth; nil where
  /// the gain is unknown.
  var photon: Double?
  /// The light at which pixels are full; nil where the header does not tell.
  var saturation: Float?

  /// - Parameter table: the path of a tsField table, which comes before what the header says.
  package init(_ header: Header, path: String, table: String? = nil) throws {
    let isSDSS = SurveyFileName.parse(path) != nil
    unit = header.string("BUNIT") ?? (FrameName(path) != nil ? "nanomaggy" : "count")
    let gain = header.double("GAIN") ?? header.double("EGAIN")
    // Calibrated SDSS frames still carry the keyword of the raw ones they were made from.
    let isRaw = FrameName(path) == nil && !unit.lowercased().hasPrefix("nanomagg")
    if isRaw, let softBias = header.double("SOFTBIAS") { bias = Float(softBias) }
    if let table, isRaw, let band = SurveyFileName.parse(path)?.band {
      let exposure = header.double("EXPTIME").flatMap { $0 > 0 ? $0 : nil }
      let given = try FieldCalibration(
        reading: table, band: band, exposure: exposure ?? FieldCalibration.exposure)
      scale = Float(given.scale)
      unit = "nanomaggy"
      photon = (given.gain ?? gain ?? Self.sdssGain(path)).map { given.scale / $0 }
    } else if let flux = header.double("FLUX20"), isRaw, isSDSS || bias != 0 {
      guard flux > 0, flux.isFinite else {
        throw SurveyError(
          "cannot calibrate \(path): its FLUX20, the counts of magnitude 20, is \(flux); correct "
            + "the header")
      }
      // Magnitude 20 is 10 nanomaggies.
      scale = Float(10 / flux)
      unit = "nanomaggy"
      photon = (gain ?? Self.sdssGain(path)).map { 10 / flux / $0 }
    } else if let nanomaggies = header.double("NMGY"), nanomaggies > 0 {
      photon = (gain ?? Self.sdssGain(path)).map { nanomaggies / $0 }
    } else if let gain, gain > 0, header.string("BUNIT") == nil || unit.hasPrefix("ADU") {
      photon = 1 / gain
    }
    let zeros = ["MAGZERO", "MAGZPT", "MAGZP", "ZEROPNT", "PHOTZP", "ZPT", "ZP"]
    if !isSDSS, let zero = zeros.lazy.compactMap({ header.double($0) }).first, abs(zero) < 100 {
      zeroPoint = zero
    }
    let full = ["SATURATE", "SATURVAL", "SATLEVEL", "SATUR_LE", "SATURATA"]
    if let level = full.lazy.compactMap({ header.double($0) }).first, level > 0 {
      saturation = (Float(level) - bias) * scale
    }
  }

  package func apply(to pixels: [Float]) -> [Float] {
    guard bias != 0 || scale != 1 else { return pixels }
    return pixels.map { ($0 - bias) * scale }
  }

  /// Electrons a count of the SDSS camera's chips, by column of the camera and band:
  /// https://data.sdss.org/datamodel/files/BOSS_PHOTOOBJ/frames/RERUN/RUN/CAMCOL/frame.html
  static func sdssGain(_ path: String) -> Double? {
    guard let name = SurveyFileName.parse(path),
      let band = ["u", "g", "r", "i", "z"].firstIndex(of: name.band)
    else { return nil }
    let parts = name.field.split(separator: "-")
    guard parts.count == 3, let run = Int(parts[0]), let column = Int(parts[1]),
      (1...6).contains(column)
    else { return nil }
    if column == 2, band == 0, run > 1100 { return 1.825 }
    return gains[column - 1][band]
  }

  private static let gains = [
    [1.62, 3.32, 4.71, 5.165, 4.745], [1.595, 3.855, 4.6, 6.565, 5.155],
    [1.59, 3.845, 4.72, 4.86, 4.885], [1.6, 3.995, 4.76, 4.885, 4.775],
    [1.47, 4.05, 4.725, 4.64, 3.48], [2.17, 4.035, 4.895, 4.76, 4.69],
  ]
}
