internal import Sky
internal import Yams

/// A part of a survey's description, which says where it stands when something is wrong with it.
struct YAMLEntry {
  let node: Node
  let path: String

  var line: Int { node.mark?.line ?? 1 }

  func failure(_ problem: String) -> SurveyError {
    SurveyError("cannot read the survey \(path): line \(line) \(problem)")
  }

  /// The entries of a mapping, none of which may have another name.
  func entries(_ known: [String]) throws(SurveyError) -> [String: YAMLEntry] {
    guard let mapping = node.mapping else {
      throw failure("should hold names and values, such as \(known[0]): …")
    }
    var entries: [String: YAMLEntry] = [:]
    for (key, value) in mapping {
      let name = key.string ?? "?"
      guard known.contains(name) else {
        throw YAMLEntry(node: key, path: path).failure(
          "has '\(name)', but only \(known.joined(separator: ", ")) mean something there")
      }
      entries[name] = YAMLEntry(node: value, path: path)
    }
    return entries
  }

  /// A mapping of any names, in order.
  func pairs() throws(SurveyError) -> [(name: String, value: YAMLEntry)] {
    guard let mapping = node.mapping else { throw failure("should hold names and values") }
    return mapping.map { ($0.key.string ?? "?", YAMLEntry(node: $0.value, path: path)) }
  }

  func list() throws(SurveyError) -> [YAMLEntry] {
    guard let sequence = node.sequence else { throw failure("should be a list") }
    return sequence.map { YAMLEntry(node: $0, path: path) }
  }

  func text() throws(SurveyError) -> String {
    guard let text = node.string, !text.isEmpty else {
      throw failure("should be a word or a number")
    }
    return text
  }

  /// One word, or a list of them.
  func texts() throws(SurveyError) -> [String] {
    guard node.sequence != nil else { return [try text()] }
    var texts: [String] = []
    for entry in try list() { texts.append(try entry.text()) }
    return texts
  }

  /// Names of keywords, of which none is a number.
  func keywords() throws(SurveyError) -> [String] {
    let names = try texts()
    if let number = names.first(where: { Double($0) != nil }) {
      throw failure("should name keywords of the header, such as GAIN, not a number (\(number))")
    }
    return names
  }

  func number(in range: ClosedRange<Double>) throws(SurveyError) -> Double {
    guard let number = Double(try text()), range.contains(number) else {
      throw failure("should be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func pattern() throws(SurveyError) -> NamePattern {
    guard let pattern = NamePattern(try text()) else {
      throw failure(
        "has a pattern that cannot be understood: use *, ?, [0-9], {band} and {field} only")
    }
    return pattern
  }

  /// A pattern of file names without the ending, which is ".fits" of any kind.
  func filePattern() throws(SurveyError) -> NamePattern {
    let text = try text()
    guard text.hasSuffix(".fits"), let pattern = NamePattern(String(text.dropLast(5))) else {
      throw failure(
        "should be a pattern of file names that ends in .fits (which stands for .fit, .fits.gz and "
          + "their like), with *, ?, [0-9], {band} and {field}")
    }
    return pattern
  }

  /// Keywords and patterns of their values.
  func conditions() throws(SurveyError) -> [(keyword: String, value: NamePattern)] {
    var conditions: [(keyword: String, value: NamePattern)] = []
    for (keyword, value) in try pairs() { conditions.append((keyword, try value.pattern())) }
    return conditions
  }
}
