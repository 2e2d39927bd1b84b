internal import Foundation
internal import Sky
package import Surveys

/// From the numbers in a file to light in nanomaggies (AB), as the survey's description and the header tell.
package struct PixelCalibration: Sendable {
  /// Taken away before anything else: 1000 for raw SDSS frames.
  private(set) var bias: Float = 0
  /// What is left is multiplied by it: nanomaggies a unit of the pixels; 1 where no zero point is known.
  package private(set) var scale: Float = 1
  /// The scaling of PS1's stacks, undone before anything else.
  private(set) var asinh: AsinhScaling?
  /// Whether the light is in nanomaggies; if not, a unit is one of the file's and magnitudes are relative.
  package let isKnown: Bool
  /// "zero point 30 (MAGZERO)", "no zero point"
  package let source: String
  /// The variance of one unit of light: the unit itself over what one electron is worth; nil where
  /// the gain is unknown.
  private(set) var photon: Double?
  /// The light at which pixels are full; nil where the header does not tell.
  private(set) var saturation: Float?

  /// The unit of the light: "nanomaggy", or what the file calls it.
  package let unit: String
  /// What should be told of the zero point.
  package let remarks: [FrameRemark]

  /// - Parameters:
  ///   - headers: that of the image's unit, then the primary one, which stands for what the first does not tell.
  ///   - band: in which the light is; nil where nothing tells.
  ///   - table: the path of a tsField table.
  package init(
    _ headers: HeaderPair, band: String?, survey: Survey, generic: Survey, path: String,
    table: String? = nil
  ) throws {
    let light = survey.light
    let raw = RawSDSS(headers, path: path, table: table)
    let judge = ZeroPoints(
      headers, band: band, survey: survey, generic: generic, path: path, raw: raw)
    let found = try judge.best
    remarks = try judge.remarks(on: found)
    if let keyword = light.bias, let value = headers.double(keyword) { bias = Float(value) }
    if let asinh = light.asinh ?? generic.light.asinh {
      self.asinh = try AsinhScaling(
        headers, softening: asinh.softening, offset: asinh.offset, path: path)
    }
    isKnown = found?.isAB == true
    source = found?.way.source ?? "no zero point"
    let own = headers.string("BUNIT").flatMap { $0.isEmpty ? nil : $0 } ?? "count"
    unit = found.map { $0.isAB ? "nanomaggy" : "nanomaggy (Vega)" } ?? own
    let factor = found?.way.nanomaggies ?? 1
    guard factor > 0, Float(factor).isFinite, Float(factor) > 0 else {
      throw SurveyError(
        "cannot calibrate \(path): by its \(source) a unit of its pixels would be \(factor) "
          + "nanomaggies; correct the header")
    }
    scale = Float(factor)
    photon = try variance(headers, light: light, generic: generic, found?.way, raw, path: path)
    let full = light.saturation.isEmpty ? generic.light.saturation : light.saturation
    if let level = full.lazy.compactMap({ headers.double($0) }).first(where: { $0 > 0 && $0 < 1e30 }
    ) {
      saturation = (linear(Float(level)) - bias) * scale
    }
  }

  /// Photons' variance, where electrons can be counted.
  private func variance(
    _ headers: HeaderPair, light: LightRule, generic: Survey, _ found: CalibrationWay?,
    _ raw: RawSDSS,
    path: String
  ) throws -> Double? {
    let keywords = light.gain.isEmpty ? generic.light.gain : light.gain
    let gain = keywords.lazy.compactMap { headers.double($0) }.first { $0 > 0 && $0 < 1e6 }
    if found?.isRaw == true { return (found?.gain ?? gain ?? raw.gain).map { Double(scale) / $0 } }
    if let nanomaggies = raw.calibratedCount {
      return (gain ?? raw.gain).map { nanomaggies / $0 }
    }
    let unit = headers.string("BUNIT")?.uppercased() ?? ""
    if unit.hasPrefix("ELECTRON"), !unit.contains("/") { return Double(scale) }
    guard
      unit.isEmpty || unit.hasPrefix("ADU") || unit == "COUNT" || unit == "COUNTS" || unit == "DN"
    else { return nil }
    return gain.map { Double(scale) / $0 }
  }

  package func apply(to pixels: [Float]) -> [Float] {
    guard bias != 0 || scale != 1 || asinh != nil else { return pixels }
    return pixels.map { (linear($0) - bias) * scale }
  }

  private func linear(_ pixel: Float) -> Float { asinh.map { $0.linear(pixel) } ?? pixel }
}

/// The magnitude that stands for a flux of 1: nanomaggies, and whatever light without a zero point is in.
public enum Magnitudes {
  public static let zeroPoint = 22.5
}
