/// A survey's files as its description in `surveys/` says: names, planes, bands, light and masks.
public struct Survey: Sendable {
  /// "des"
  public let name: String
  /// The name of its file: "des.yaml"
  public let file: String
  /// "Dark Energy Survey, coadded tiles"
  public let title: String
  /// Where the survey documents its files.
  public let source: String
  /// A file of this survey is told by its name or by its headers; empty for the description of all others.
  let files: [NamePattern]
  let headers: [[(keyword: String, value: NamePattern)]]
  let planes: [PlaneRule]
  /// Whether its files are called after exposures, each of one band, so that only the sky tells which belong together.
  public let isNamedByExposure: Bool
  public let bands: BandRule
  public let light: LightRule
  public let mask: MaskRule
  /// What words tell where no pattern does; nil: what no pattern knows is not light.
  public let words: RoleWords?
  /// The description itself.
  public let text: String

  /// What is known of a plane.
  public struct Reading: Sendable, Equatable {
    public let role: PlaneRole
    /// In the survey's own spelling.
    public let band: String?
    public let field: String?
    /// "line 12 of surveys/des.yaml"
    public let rule: String
  }

  /// Whether a file's name alone shows that it is the survey's.
  public func isNamedBy(_ stem: String) -> Bool { files.contains { $0.match(stem) != nil } }

  /// Whether a header shows that its file is the survey's.
  ///
  /// - Parameter header: the text of a keyword's value.
  public func isTold(by header: (String) -> String?) -> Bool {
    headers.contains { conditions in
      conditions.allSatisfy { condition in
        header(condition.keyword).map { condition.value.match($0) != nil } ?? false
      }
    }
  }

  /// What the first rule that fits says of a plane; nil where none does.
  ///
  /// - Parameters:
  ///   - stem: the file's name without its ending.
  ///   - unit: its EXTNAME.
  ///   - header: the text of a keyword's value in the unit or in the primary header.
  public func reading(
    stem: String, unit: String?, header: (String) -> String?
  ) -> Reading? {
    for rule in planes {
      guard let match = rule.match(stem: stem, unit: unit, header: header) else { continue }
      return reading(match, rule)
    }
    return nil
  }

  /// The same for a file whose name says all; nil where its headers are needed.
  public func reading(stem: String) -> Reading? {
    for rule in planes {
      if let file = rule.file, file.match(stem) == nil { continue }
      guard rule.needsNameOnly,
        let match = rule.match(stem: stem, unit: nil, header: { _ in nil })
      else { return nil }
      let reading = reading(match, rule)
      return reading.role != .image || reading.band != nil && reading.field != nil ? reading : nil
    }
    return nil
  }

  private func reading(_ match: NamePattern.Match, _ rule: PlaneRule) -> Reading {
    Reading(
      role: rule.role, band: match.band.map(bands.band), field: match.field,
      rule: "line \(rule.line) of \(file)")
  }
}

/// Surveys are the same where their descriptions are.
extension Survey: Hashable {
  public static func == (one: Survey, other: Survey) -> Bool { one.text == other.text }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
