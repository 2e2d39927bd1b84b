/// What the text of a FILTER card and its like names.
package enum FilterName {
  /// Whether it says that no filter was in the way, as of a second wheel: "CLEAR2L", "Open", "open1-6".
  package static func isNone(_ text: String) -> Bool {
    let plain = text.uppercased().filter { $0.isLetter }
    return text.allSatisfy { $0 == " " } || plain.hasPrefix("CLEAR") || plain == "OPEN"
      || ["NONE", "EMPTY", "AIR", "NOFILTER", "BLANK", "NULL", "UNKNOWN", "NA", "CLR"].contains(
        plain)
  }

  /// The band: one of those asked for, else one that is usual, else the text itself as a name.
  ///
  /// - Parameter bands: those asked for; nil takes any.
  package static func band(_ text: String, among bands: [String]?) -> String? {
    if let bands, bands.contains(text) { return text }
    let tokens = NameTokens(text)
    let words = tokens.words
    if let known = hydrogen(words) ?? sloan(words) {
      guard let bands else { return known }
      return bands.first { $0.lowercased() == known.lowercased() }
    }
    if let band = tokens.band(among: bands) { return band }
    // "F606W", "SII-6nm": any short text may be a band where none was asked for.
    let name = words.joined(separator: "-")
    guard (1...20).contains(name.utf8.count), name.allSatisfy(\.isASCII) else { return nil }
    return bands?.contains(name) ?? true ? name : nil
  }

  /// The lines of hydrogen, whose H is not the near-infrared band: "H-alpha", "H alpha 6563".
  private static func hydrogen(_ words: [String]) -> String? {
    let lower = words.map { $0.lowercased() }
    guard let place = lower.firstIndex(of: "h"), place + 1 < lower.count else { return nil }
    switch lower[place + 1] {
    case "alpha", "a": return "Halpha"
    case "beta", "b": return "Hbeta"
    default: return nil
    }
  }

  /// SDSS's filters, whose names some write in capitals: "SDSS-G".
  private static func sloan(_ words: [String]) -> String? {
    let upper = words.map { $0.uppercased() }
    guard upper.contains("SDSS") || upper.contains("SLOAN") else { return nil }
    let bands = upper.filter { ["U", "G", "R", "I", "Z"].contains($0) }
    return bands.count == 1 ? bands[0].lowercased() : nil
  }
}
