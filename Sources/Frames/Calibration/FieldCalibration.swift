internal import FITS
internal import Foundation
internal import Sky

/// What the table tsField of a raw SDSS field says of its bands: zero points, extinction and gain.
///
/// Flux in units of magnitude 0 is counts / exposure × 10^(0.4 (aa + kk × airmass)); see
/// https://classic.sdss.org/dr7/algorithms/fluxcal.php.
struct FieldCalibration: Sendable {
  /// Nanomaggies a count, and electrons a count where the table tells.
  let scale: Double
  let gain: Double?

  /// The field that `tsField-RUN-CAMCOL-RERUN-FIELD.fit` is about, as `FrameName.fieldID` has it;
  /// nil for other names.
  static func field(_ path: String) -> String? {
    guard
      let words = SurveyFileName.words(of: path, kind: "tsField", endings: [".fits", ".fit"]),
      words.count == 4, SurveyFileName.isNumber(words[0], 6), SurveyFileName.isNumber(words[1], 1),
      ("1"..."6").contains(words[1]), !words[2].isEmpty,
      SurveyFileName.isNumber(words[2], min(words[2].utf8.count, 4)),
      SurveyFileName.isNumber(words[3], 4)
    else { return nil }
    return "\(words[0])-\(words[1])-\(words[3])"
  }

  /// - Parameters:
  ///   - band: u, g, r, i or z.
  ///   - exposure: in seconds.
  init(reading path: String, band: String, exposure: Double) throws {
    let doing = "cannot calibrate band \(band) by \(path)"
    guard let column = Self.bands.firstIndex(of: band) else {
      throw SurveyError("\(doing): it is about \(Self.bands.joined(separator: ", ")) only")
    }
    let file = try FITSFile(reading: path)
    guard file.unitCount > 1 else { throw SurveyError("\(doing): it holds no table") }
    let table = try file.table(of: 1)
    func number(_ name: String) throws(SurveyError) -> Double {
      guard let values = table[name]?.doubles, values.count == Self.bands.count else {
        throw SurveyError(
          "\(doing): its column \(name) does not hold one row of five numbers; give the survey's "
            + "tsField of this field")
      }
      return values[column]
    }
    let exponent = try 0.4 * (number("aa") + number("kk") * number("airmass"))
    // A nanomaggy is a billionth of magnitude 0.
    let scale = 1e9 * pow(10, exponent) / exposure
    guard scale.isFinite, scale > 0, Float(scale) > 0, Float(scale).isFinite else {
      throw SurveyError(
        "\(doing): a count would be \(scale) nanomaggies; its aa, kk and airmass are damaged, "
          + "fetch it again")
    }
    self.scale = scale
    gain = (try? number("gain")).flatMap { $0 > 0 ? $0 : nil }
  }

  private static let bands = SurveyFileName.bands
  /// Of every raw SDSS frame, in seconds: the sky drifts over the chip.
  static let exposure = 53.907456
}
