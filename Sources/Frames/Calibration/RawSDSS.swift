internal import Foundation

/// What only SDSS's frames tell of their light: by name, tsField table and the camera's gains.
struct RawSDSS {
  let band: String?
  /// The path of the field's tsField table.
  let table: String?
  /// In seconds.
  let exposure: Double
  /// Electrons a count.
  let gain: Double?
  /// Nanomaggies a count of a corrected frame, whose light is in nanomaggies already.
  let calibratedCount: Double?

  init(_ headers: HeaderPair, path: String, table: String?) {
    band = SurveyFileName.parse(path)?.band
    self.table = table
    let told = headers.double("EXPTIME").flatMap { $0 > 0 ? $0 : nil }
    exposure = told ?? FieldCalibration.exposure
    gain = Self.gain(path)
    calibratedCount = headers.double("NMGY").flatMap { $0 > 0 ? $0 : nil }
  }

  /// Electrons a count of the SDSS camera's chips, by column of the camera and band:
  /// https://data.sdss.org/datamodel/files/BOSS_PHOTOOBJ/frames/RERUN/RUN/CAMCOL/frame.html
  static func gain(_ path: String) -> Double? {
    guard let name = SurveyFileName.parse(path),
      let band = SurveyFileName.bands.firstIndex(of: name.band)
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
