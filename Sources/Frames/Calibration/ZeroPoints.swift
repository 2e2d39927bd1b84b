internal import FITS
internal import Foundation
internal import Surveys

/// What a header and a survey's description say of the zero point of a frame, and what is doubtful about it.
struct ZeroPoints {
  private let headers: HeaderPair
  private let band: String?
  private let survey, generic: Survey
  private let path: String
  private let raw: RawSDSS

  init(
    _ headers: HeaderPair, band: String?, survey: Survey, generic: Survey, path: String,
    raw: RawSDSS
  ) {
    (self.headers, self.band, self.path, self.raw) = (headers, band, path, raw)
    (self.survey, self.generic) = (survey, generic)
  }

  /// A calibration, and whether its magnitudes are AB's; if not they are Vega's.
  struct Found {
    let way: CalibrationWay
    let rule: LightRule.Calibration
    let isAB: Bool
  }

  private var ways: [LightRule.Calibration] {
    let own = survey.light.calibrations
    return (own.isEmpty ? generic.light.calibrations : own).filter { $0.isFor(band) }
  }

  /// The first way that the header allows, in AB where that is known.
  var best: Found? {
    get throws {
      for rule in ways {
        guard let way = try CalibrationWay(rule, headers, path: path, raw: raw) else { continue }
        if survey.words != nil {
          try way.checkAgreement(among: ways, headers, path: path, raw: raw)
        }
        switch system(of: rule) {
        case .ab: return Found(way: way, rule: rule, isAB: true)
        case .vega(let offset):
          return Found(way: way.ofVega(toAB: offset), rule: rule, isAB: offset != nil)
        }
      }
      return nil
    }
  }

  /// What the header says of its magnitudes comes before what the survey's description does.
  private func system(of rule: LightRule.Calibration) -> LightRule.System {
    let told = band.map(survey.light.system) ?? .ab
    guard rule.isMagnitude else { return rule.isFixed ? told : .ab }
    switch stated {
    case .vega: return told == .ab ? .vega(toAB: nil) : told
    case .ab: return .ab
    case nil: return told
    }
  }

  private enum Stated { case ab, vega }

  /// The system that the header names: PHOTSYS = 'VEGA'.
  private var stated: Stated? {
    let keywords = Set(survey.light.system + generic.light.system).sorted()
    let words = keywords.compactMap { headers.string($0)?.uppercased() }
    if words.contains(where: { $0.hasPrefix("VEGA") }) { return .vega }
    return words.contains { $0.hasPrefix("AB") } ? .ab : nil
  }

  func remarks(on found: Found?) throws -> [FrameRemark] {
    guard let found else { return [.noZeroPoint] }
    var remarks: [FrameRemark] = []
    if !found.isAB { remarks.append(.vegaZeroPoint) }
    if found.isAB, found.rule.isMagnitude, survey.words != nil, stated == nil,
      Self.usuallyVega.contains(band ?? "")
    {
      remarks.append(.systemUnstated)
    }
    if let other = try disagreement(with: found) { remarks.append(.zeroPointsDisagree(other)) }
    return remarks
  }

  /// Bands whose magnitudes are mostly Vega's.
  private static let usuallyVega: Set = [
    "U", "B", "V", "R", "I", "J", "H", "K", "Ks", "W1", "W2", "W3", "W4",
  ]

  /// Another zero point of the header where the description says a number, or of several keywords takes the first.
  private func disagreement(with found: Found) throws -> String? {
    guard survey.words != nil || found.rule.isFixed, found.rule.perSecond.isEmpty,
      let own = try CalibrationWay(found.rule, headers, path: path, raw: raw)
    else { return nil }
    for rule in generic.light.calibrations where rule.isMagnitude && rule != found.rule {
      guard let other = try? CalibrationWay(rule, headers, path: path, raw: raw),
        abs(other.zeroPoint - own.zeroPoint) > 0.02
      else { continue }
      return "\(CalibrationWay.text(of: own)), \(CalibrationWay.text(of: other))"
    }
    return nil
  }
}

extension LightRule.Calibration {
  /// Whether a magnitude is told, which may be one of any system.
  fileprivate var isMagnitude: Bool {
    switch way {
    case .zeroPoint(.keyword), .flux(_, .keyword): true
    case .zeroPoint(.number), .flux(_, .number), .unit, .photflam, .table: false
    }
  }

  /// Whether the description itself says what a unit is.
  fileprivate var isFixed: Bool {
    switch way {
    case .unit(let fixed): fixed != nil
    case .zeroPoint(.number), .flux(_, .number): true
    case .zeroPoint(.keyword), .flux(_, .keyword), .photflam, .table: false
    }
  }
}
