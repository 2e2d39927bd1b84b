internal import Foundation
public import Sky
internal import Yams

extension Survey {
  /// Reads a description; `path` is named in errors and, without its ending, by `--survey`.
  public init(yaml text: String, path: String) throws(SurveyError) {
    let node: Node?
    do { node = try Yams.compose(yaml: text) } catch {
      throw SurveyError("cannot read the survey \(path): it is not YAML (\(error))")
    }
    guard let node else { throw SurveyError("cannot read the survey \(path): it is empty") }
    let parts = try YAMLEntry(node: node, path: path).entries([
      "survey", "title", "see", "recognise", "planes", "names", "words", "bands", "light", "mask",
    ])
    guard let name = try parts["survey"]?.text() else {
      throw SurveyError("cannot read the survey \(path): it has no name; begin with `survey: NAME`")
    }
    self.name = name
    self.text = text
    file = path.split(separator: "/").last.map(String.init) ?? path
    title = try parts["title"]?.text() ?? name
    source = try parts["see"]?.text() ?? ""
    var (files, headers): ([NamePattern], [[(keyword: String, value: NamePattern)]]) = ([], [])
    for entry in try parts["recognise"]?.list() ?? [] {
      let told = try entry.entries(["file", "header"])
      if let file = told["file"] { files.append(try file.filePattern()) }
      if let header = told["header"] { headers.append(try header.conditions()) }
    }
    (self.files, self.headers) = (files, headers)
    var planes: [PlaneRule] = []
    for entry in try parts["planes"]?.list() ?? [] { planes.append(try PlaneRule(entry)) }
    self.planes = planes
    isNamedByExposure = try parts["names"]?.isOfExposures() ?? false
    words = try parts["words"].map { (entry) throws(SurveyError) in try RoleWords(entry) }
    bands = try BandRule(parts["bands"])
    light = try LightRule(parts["light"])
    mask = try MaskRule(parts["mask"])
    guard !planes.isEmpty || words != nil else {
      throw SurveyError(
        "cannot read the survey \(path): it says of no plane what it is; give `planes:`, a list such "
          + "as - {file: \"*_{band}_sci.fits\", is: light}")
    }
  }

  /// Reads a description from a file.
  public init(reading path: String) throws(SurveyError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw SurveyError("cannot find the survey \(path); check the name")
    }
    guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int,
      size <= 1 << 20, let text = try? String(contentsOfFile: path, encoding: .utf8)
    else {
      throw SurveyError("cannot read the survey \(path): it is no text file of up to a megabyte")
    }
    try self.init(yaml: text, path: path)
  }
}

extension YAMLEntry {
  /// `of exposures` or `of fields`.
  fileprivate func isOfExposures() throws(SurveyError) -> Bool {
    switch try text() {
    case "of exposures": return true
    case "of fields": return false
    default: throw failure("should be 'of exposures' or 'of fields'")
    }
  }
}

extension PlaneRule {
  fileprivate init(_ entry: YAMLEntry) throws(SurveyError) {
    let parts = try entry.entries(["file", "extension", "header", "is"])
    guard let kind = parts["is"] else {
      throw entry.failure(
        "does not say what the plane is; add `is:` and one of \(PlaneRole.names.joined(separator: ", "))"
      )
    }
    guard let role = PlaneRole(named: try kind.text()) else {
      throw kind.failure("should be one of \(PlaneRole.names.joined(separator: ", "))")
    }
    self.role = role
    line = entry.line
    file = try parts["file"].map { (part) throws(SurveyError) in try part.filePattern() }
    unit = try parts["extension"].map { (part) throws(SurveyError) in try part.pattern() }
    header = try parts["header"].map { (part) throws(SurveyError) in try part.conditions() } ?? []
  }
}

extension RoleWords {
  fileprivate init(_ entry: YAMLEntry) throws(SurveyError) {
    let doubt = "also names of objects"
    let parts = try entry.entries(PlaneRole.names + [doubt])
    var roles: [String: PlaneRole] = [:]
    for (name, part) in parts {
      guard let role = PlaneRole(named: name) else { continue }
      for word in try part.texts() {
        guard roles.updateValue(role, forKey: word.uppercased()) == nil else {
          throw part.failure("names \(word) a second time")
        }
      }
    }
    self.init(
      roles: roles, doubtful: Set(try (parts[doubt]?.texts() ?? []).map { $0.uppercased() }))
  }
}

extension BandRule {
  fileprivate init(_ entry: YAMLEntry?) throws(SurveyError) {
    let parts = try entry?.entries(["keywords", "names"]) ?? [:]
    keywords = try parts["keywords"]?.texts() ?? []
    var names: [(pattern: NamePattern, band: String)] = []
    for (text, value) in try parts["names"]?.pairs() ?? [] {
      guard let pattern = NamePattern(text) else {
        throw value.failure("has a name of a band that is no pattern: \(text)")
      }
      names.append((pattern, try value.text()))
    }
    self.names = names
  }
}

extension MaskRule {
  fileprivate init(_ entry: YAMLEntry?) throws(SurveyError) {
    let parts = try entry?.entries(["bits named by", "bits", "bad"]) ?? [:]
    prefix = try parts["bits named by"]?.text()
    var bits: [String: Int] = [:]
    for (name, value) in try parts["bits"]?.pairs() ?? [] {
      bits[name] = Int(try value.number(in: 0...63))  // bounded above
    }
    self.bits = bits
    bad = try parts["bad"]?.texts()
    for name in bad ?? []
    where prefix == nil && bits[name] == nil && Int(name) == nil && !name.contains("{BAND}") {
      throw parts["bad"]?.failure("calls \(name) bad, which is not among its bits")
        ?? SurveyError("cannot read a survey: \(name) is no bit")
    }
  }
}
