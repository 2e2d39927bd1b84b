internal import FITS
internal import Foundation
internal import Sky
internal import Surveys

/// What one way of calibrating says of a frame: nanomaggies a unit of its pixels.
struct CalibrationWay {
  private(set) var nanomaggies: Double
  /// "zero point 30 (MAGZERO)"
  private(set) var source: String
  /// Electrons a unit of the pixels, where the way tells.
  var gain: Double?
  /// Whether the unit of the pixels told, and no zero point.
  private var isByUnit = false
  /// Whether the pixels are counts of an SDSS chip.
  var isRaw = false

  /// nil where the header does not hold what the way needs.
  init?(
    _ calibration: LightRule.Calibration, _ headers: HeaderPair, path: String, raw: RawSDSS
  ) throws {
    switch calibration.way {
    case .unit(let fixed):
      guard let text = fixed ?? headers.string("BUNIT"),
        let factor = try FluxUnit.nanomaggies(text, headers)
      else { return nil }
      (nanomaggies, source) = (factor, fixed == nil ? "unit \(text) (BUNIT)" : "unit \(text)")
      isByUnit = true
    case .zeroPoint(let amount):
      guard let zero = try Self.number(amount, headers, in: -20...99, path: path),
        let seconds = try Self.seconds(calibration, headers, path: path)
      else { return nil }
      // What pipelines write where they know none.
      if case .keyword = amount, [0, -1, 99].contains(zero.value) { return nil }
      let total =
        zero.value + 2.5 * log10(seconds) - Self.extinction(calibration.extinction, headers)
      nanomaggies = pow(10, 0.4 * (22.5 - total))
      source = "zero point \(Self.text(total)) (\(zero.source))"
    case .flux(let magnitude, let amount):
      guard let flux = try Self.number(amount, headers, in: 1e-30...1e30, path: path),
        let seconds = try Self.seconds(calibration, headers, path: path)
      else { return nil }
      nanomaggies = pow(10, 0.4 * (22.5 - magnitude)) / (flux.value * seconds)
      source = "zero point \(Self.text(22.5 - 2.5 * log10(nanomaggies))) (\(flux.source))"
      isRaw = magnitude == 20
    case .photflam(let flam, let plam):
      guard let flam = try Self.number(.keyword(flam), headers, in: 1e-40...1, path: path),
        let plam = try Self.number(.keyword(plam), headers, in: 1...1e8, path: path)
      else { return nil }
      // STScI's AB zero point of 1 e⁻/s: https://www.stsci.edu/hst/instrumentation/acs/data-analysis/zeropoints
      var zero = -2.5 * log10(flam.value) - 5 * log10(plam.value) - 2.408
      let unit = headers.string("BUNIT")?.uppercased() ?? ""
      if !unit.contains("/S") {
        guard let seconds = try Self.seconds(calibration, headers, path: path) else { return nil }
        zero += 2.5 * log10(seconds)
      }
      nanomaggies = pow(10, 0.4 * (22.5 - zero))
      source = "zero point \(Self.text(zero)) (\(flam.source), \(plam.source))"
    case .table:
      guard let table = raw.table, let band = raw.band else { return nil }
      let field = try FieldCalibration(reading: table, band: band, exposure: raw.exposure)
      (nanomaggies, source, gain, isRaw) = (field.scale, "table \(table)", field.gain, true)
    }
  }

  /// The magnitude of a flux of 1.
  var zeroPoint: Double { 22.5 - 2.5 * log10(nanomaggies) }

  /// What is told where two ways disagree: "zero point 30 (MAGZERO)".
  static func text(of way: CalibrationWay) -> String {
    way.isByUnit ? "\(way.source): \(text(way.zeroPoint))" : way.source
  }

  /// The same zero point, which is one of Vega's magnitudes; in AB's where it is known how far they are.
  func ofVega(toAB offset: Double?) -> CalibrationWay {
    var way = self
    way.source += ", of Vega's magnitudes"
    guard let offset else { return way }
    way.nanomaggies *= pow(10, -0.4 * offset)
    way.source += ": AB is \(Self.text(abs(offset))) \(offset < 0 ? "less" : "more")"
    return way
  }

  /// Refuses a header whose unit and zero point say different things.
  func checkAgreement(
    among ways: [LightRule.Calibration], _ headers: HeaderPair, path: String, raw: RawSDSS
  ) throws {
    guard isByUnit else { return }
    for way in ways where way.way != .unit(nil) {
      guard let other = try CalibrationWay(way, headers, path: path, raw: raw) else { continue }
      guard abs(other.zeroPoint - zeroPoint) > 0.02 else { return }
      throw SurveyError(
        "cannot calibrate \(path): by its \(source) a flux of 1 has magnitude \(Self.text(zeroPoint)), by "
          + "its \(other.source) \(Self.text(other.zeroPoint)); correct the header, or say in a survey file "
          + "which is right (--survey)")
    }
  }

  private static func number(
    _ amount: LightRule.Amount, _ headers: HeaderPair, in range: ClosedRange<Double>, path: String
  ) throws(SurveyError) -> (value: Double, source: String)? {
    switch amount {
    case .number(let value): return (value, "of the survey")
    case .keyword(let keyword):
      guard let value = headers.double(keyword) else { return nil }
      guard range.contains(value) else {
        throw SurveyError(
          "cannot calibrate \(path): its \(headers.place(keyword)) is \(value), which lies beyond "
            + "\(range.lowerBound) to \(range.upperBound); correct the header, or say in a survey file "
            + "how its light is calibrated (--survey)")
      }
      return (value, headers.place(keyword))
    }
  }

  /// The exposure where the zero point is that of a second, else 1; nil where the header does not tell it.
  private static func seconds(
    _ calibration: LightRule.Calibration, _ headers: HeaderPair, path: String
  ) throws(SurveyError) -> Double? {
    guard !calibration.perSecond.isEmpty else { return 1 }
    for keyword in calibration.perSecond {
      if let time = try number(.keyword(keyword), headers, in: 1e-6...1e9, path: path) {
        return time.value
      }
    }
    return nil
  }

  /// The magnitudes lost beyond those at the zenith; 0 where the header does not tell the airmass.
  private static func extinction(_ keyword: String?, _ headers: HeaderPair) -> Double {
    guard let keyword, let coefficient = headers.double(keyword), abs(coefficient) < 3 else {
      return 0
    }
    let ends = ["AMSTART", "AMEND"].compactMap { headers.double($0) }
    let mean = ends.count == 2 ? (ends[0] + ends[1]) / 2 : nil
    guard let airmass = headers.double("AIRMASS") ?? mean, (1...10).contains(airmass) else {
      return 0
    }
    return abs(coefficient) * (airmass - 1)
  }

  private static func text(_ magnitude: Double) -> String {
    let text = String(format: "%.3f", magnitude)
    return String(text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed())
  }
}
