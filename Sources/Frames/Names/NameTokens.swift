/// The words of a file name, a header's text or an extension's name, and what they tell.
struct NameTokens {
  /// The words between everything that is neither letter nor digit.
  var words: [String]

  init(_ text: String) {
    words = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
  }

  /// Bands that are known without being asked for, by wavelength.
  static let usualBands = [
    "u", "U", "B", "g", "V", "r", "R", "i", "I", "z", "y", "Y", "J", "H", "K",
  ]

  /// The one band that the words name; nil where none or several do.
  ///
  /// - Parameter bands: the bands asked for; nil takes the usual ones, then any whole text.
  func band(among bands: [String]?) -> String? {
    let exact = (bands ?? Self.usualBands).filter(words.contains)
    if exact.count == 1 { return exact[0] }
    guard let bands, exact.isEmpty else { return nil }
    let lower = words.map { $0.lowercased() }
    let alike = bands.filter { lower.contains($0.lowercased()) }
    return alike.count == 1 ? alike[0] : nil
  }

  /// What a plane of this name holds, where a word says so.
  var role: PlaneRole? {
    words.lazy.compactMap { Self.roles[$0.uppercased()] }.first
  }

  private static let roles: [String: PlaneRole] = [
    "INVVAR": .weight(.inverseVariance), "IVAR": .weight(.inverseVariance),
    "WEIGHT": .weight(.inverseVariance), "WHT": .weight(.inverseVariance),
    "WT": .weight(.inverseVariance), "VAR": .weight(.variance), "VARIANCE": .weight(.variance),
    "ERR": .weight(.sigma), "ERROR": .weight(.sigma), "SIGMA": .weight(.sigma),
    "RMS": .weight(.sigma), "STD": .weight(.sigma), "UNCERT": .weight(.sigma),
    "MASK": .mask, "MASKBITS": .mask, "DQ": .mask, "DQM": .mask, "BADPIX": .mask,
    "FLAG": .mask, "FLAGS": .mask,
  ]

  /// Words that say no more than that there are pixels.
  private static let empty: Set = ["IMAGE", "SCI", "DATA", "PRIMARY", "COMPRESSED"]

  /// What is left of a name without its band and role: the same for all planes of a field.
  func key(without band: String?) -> String {
    var words = words.filter {
      Self.roles[$0.uppercased()] == nil && !Self.empty.contains($0.uppercased())
    }
    if let band {
      let place =
        words.firstIndex(of: band) ?? words.firstIndex { $0.lowercased() == band.lowercased() }
      if let place { words.remove(at: place) }
    }
    return words.joined(separator: "-")
  }
}
