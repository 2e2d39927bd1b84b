internal import Sky

extension LightRule {
  init(_ entry: YAMLEntry?) throws(SurveyError) {
    let parts =
      try entry?.entries([
        "calibrated by", "Vega", "system", "asinh", "bias", "gain", "saturation",
      ]) ?? [:]
    var calibrations: [Calibration] = []
    for way in try parts["calibrated by"]?.list() ?? [] {
      calibrations.append(try Calibration(way))
    }
    self.calibrations = calibrations
    var vega: [(band: NamePattern, toAB: Double?)] = []
    for (band, value) in try parts["Vega"]?.pairs() ?? [] {
      guard let pattern = NamePattern(band) else {
        throw value.failure("has a name of a band that is no pattern: \(band)")
      }
      vega.append((pattern, try value.text() == "unknown" ? nil : value.number(in: -10...10)))
    }
    self.vega = vega
    system = try parts["system"]?.texts() ?? []
    asinh = try parts["asinh"].map { (part) throws(SurveyError) in
      let keywords = try part.entries(["softening", "offset"])
      guard let softening = keywords["softening"], let offset = keywords["offset"] else {
        throw part.failure("needs the keywords of softening and offset")
      }
      return (try softening.text(), try offset.text())
    }
    bias = try parts["bias"]?.text()
    gain = try parts["gain"]?.keywords() ?? []
    saturation = try parts["saturation"]?.keywords() ?? []
  }
}

extension LightRule.Calibration {
  fileprivate init(_ entry: YAMLEntry) throws(SurveyError) {
    let parts = try entry.entries([
      "unit", "zero point", "flux of magnitude 0", "flux of magnitude 20", "photflam", "photplam",
      "table", "per second", "extinction", "band",
    ])
    perSecond = try parts["per second"]?.texts() ?? []
    extinction = try parts["extinction"]?.text()
    band = try parts["band"].map { (part) throws(SurveyError) in try part.pattern() }
    if let unit = parts["unit"] {
      let text = try unit.text()
      way = .unit(text == "BUNIT" ? nil : text)
    } else if let zero = parts["zero point"] {
      way = .zeroPoint(try LightRule.Amount(zero))
    } else if let flux = parts["flux of magnitude 0"] {
      way = .flux(ofMagnitude: 0, try LightRule.Amount(flux))
    } else if let flux = parts["flux of magnitude 20"] {
      way = .flux(ofMagnitude: 20, try LightRule.Amount(flux))
    } else if let flam = parts["photflam"], let plam = parts["photplam"] {
      way = .photflam(try flam.text(), photplam: try plam.text())
    } else if parts["table"] != nil {
      way = .table
    } else {
      throw entry.failure(
        "does not say how light is calibrated: give unit, zero point, flux of magnitude 0, or "
          + "photflam and photplam")
    }
  }
}

extension LightRule.Amount {
  /// A number, or a keyword.
  fileprivate init(_ entry: YAMLEntry) throws(SurveyError) {
    let text = try entry.text()
    self = Double(text).map { .number($0) } ?? .keyword(text)
  }
}
