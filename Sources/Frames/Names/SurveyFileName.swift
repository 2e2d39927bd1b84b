/// The names that SDSS gives its frames, corrected (`frame-…`) and raw (`fpC-…`).
enum SurveyFileName {
  /// SDSS's bands by wavelength.
  static let bands = ["u", "g", "r", "i", "z"]

  /// Band and field, read from a path.
  static func parse(_ path: String) -> (band: String, field: String)? {
    if let name = FrameName(path) { return (name.band, name.fieldID) }
    guard let words = words(of: path, kind: "fpC", endings: [".fits", ".fit"]), words.count == 3,
      isNumber(words[0], 6), words[1].utf8.count == 2, let band = words[1].first,
      "ugriz".contains(band), let column = words[1].last, "123456".contains(column),
      isNumber(words[2], 4)
    else { return nil }
    return (String(band), "\(words[0])-\(column)-\(words[2])")
  }

  /// What stands between the hyphens of a file's name after `kind` and before its ending; nil for
  /// files of another kind.
  static func words(of path: String, kind: String, endings: [String]) -> [Substring]? {
    guard var name = path.split(separator: "/").last, name.hasPrefix("\(kind)-") else { return nil }
    if let packing = [".bz2", ".gz"].first(where: name.hasSuffix) {
      name = name.dropLast(packing.count)
    }
    guard let ending = endings.first(where: name.hasSuffix) else { return nil }
    return name.dropFirst(kind.count + 1).dropLast(ending.count)
      .split(separator: "-", omittingEmptySubsequences: false)
  }

  /// Whether a word is a number of so many digits.
  static func isNumber(_ word: Substring, _ digits: Int) -> Bool {
    word.utf8.count == digits && word.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
