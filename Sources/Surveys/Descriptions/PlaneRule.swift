/// What a plane is whose file, extension and header fit.
public struct PlaneRule: Sendable {
  /// The name of the file without ".fits" and its like.
  let file: NamePattern?
  /// EXTNAME of the unit (HDU).
  let unit: NamePattern?
  /// Keywords of the unit or of the primary header, and what their values are like.
  let header: [(keyword: String, value: NamePattern)]
  public let role: PlaneRole
  /// The line of the survey's file that says so.
  public let line: Int

  /// Whether the name of a file says all, so that its headers need not be read.
  var needsNameOnly: Bool { unit == nil && header.isEmpty }

  func match(
    stem: String, unit title: String?, header text: (String) -> String?
  ) -> NamePattern.Match? {
    var result = NamePattern.Match()
    if let file {
      guard let match = file.match(stem) else { return nil }
      result = match
    }
    if let unit {
      guard let match = unit.match(title ?? "") else { return nil }
      result.band = result.band ?? match.band
      let fields = [result.field, match.field].compactMap { $0 }
      result.field = fields.isEmpty ? nil : fields.joined(separator: "-")
    }
    for (keyword, pattern) in header {
      guard let value = text(keyword), let match = pattern.match(value) else { return nil }
      result.band = result.band ?? match.band
    }
    return result
  }
}
