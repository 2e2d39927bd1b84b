/// The words of a file name, a header's text or an extension's name, and what stands between them.
struct NameTokens: Sendable {
  /// The text itself.
  let text: String
  private let ranges: [Range<String.Index>]

  /// The runs of letters and digits.
  var words: [String] { ranges.map { String(text[$0]) } }

  init(_ text: String) {
    self.text = text
    ranges = text.ranges(of: /[\p{L}\p{M}\p{N}]+/)
  }

  /// Bands that are known without being asked for, by wavelength.
  static let usualBands = [
    "u", "U", "B", "g", "V", "r", "R", "i", "I", "z", "y", "Y", "J", "H", "K",
  ]

  /// The one band that the words name; nil where none or several do.
  ///
  /// - Parameter bands: the bands asked for; nil takes the usual ones, then any whole text.
  func band(among bands: [String]?) -> String? {
    let words = words
    let exact = (bands ?? Self.usualBands).filter(words.contains)
    if exact.count == 1 { return exact[0] }
    guard let bands, exact.isEmpty else { return nil }
    let lower = words.map { $0.lowercased() }
    let alike = bands.filter { lower.contains($0.lowercased()) }
    return alike.count == 1 ? alike[0] : nil
  }

  /// The place of the word that names a band.
  func place(of band: String) -> Int? {
    words.firstIndex(of: band) ?? words.firstIndex { $0.lowercased() == band.lowercased() }
  }

  /// The text without some of its words, each with what stands before it. Signs and points of
  /// numbers stay: a tile at −2° is not the one at +2°.
  func text(without dropped: Set<Int>) -> String {
    let kept = ranges.indices.filter { !dropped.contains($0) }
    guard let first = kept.first, let last = kept.last else { return "" }
    var result = ""
    for index in kept {
      let before = index == 0 ? text.startIndex : ranges[index - 1].upperBound
      let gap = text[before..<ranges[index].lowerBound]
      if index != first {
        result += gap
      } else if dropped.isEmpty || index == 0 {
        result += gap.filter { $0 != " " }
      } else if let sign = gap.last, "+-".contains(sign),
        text[ranges[index]].first?.isNumber == true
      {
        result.append(sign)
      }
      result += text[ranges[index]]
    }
    if last == ranges.count - 1 { result += text[ranges[last].upperBound...] }
    return result
  }
}
