/// The cards of a header that place its pixels on the sky, checked and written anew.
///
/// wcslib's scanner of headers ends the program at values that it does not expect, so it sees
/// none but these.
enum WCSCards {
  static func of(_ header: Header) throws(FITSError) -> Header {
    var cards: [Card] = []
    var seen: [String: HeaderValue] = [:]
    for card in header.cards {
      guard let keyword = WCSKeyword.all[card.keyword], let value = card.value,
        value != .undefined
      else { continue }
      let checked = try check(value, of: card.keyword, keyword)
      if let other = seen.updateValue(checked, forKey: card.keyword) {
        guard other == checked else {
          throw WCSParsing.error("it has more than one \(card.keyword)")
        }
        continue
      }
      cards.append(Card(card.keyword, checked))
    }
    return Header(cards)
  }

  private static func check(
    _ value: HeaderValue, of keyword: String, _ kind: WCSKeyword
  ) throws(FITSError) -> HeaderValue {
    switch (kind, value) {
    case (.number, .int), (.number, .double): return value
    case (.number, _): throw WCSParsing.error("its \(keyword) is not a number")
    case (.count, _):
      // wcslib allocates what these ask for.
      guard let count = value.whole, (0...9).contains(count) else {
        throw WCSParsing.error("\(keyword) is not 0 to 9")
      }
      return .int(count)
    case (.name, .string(let text)) where isName(text):
      // Their distortions stand in cards that are not read.
      for projection in ["TNX", "ZPX"] where text.dropFirst(5).prefix(3) == projection {
        throw WCSParsing.error("its projection \(projection) is not understood")
      }
      return value
    case (.name, _): throw WCSParsing.error("its \(keyword) is not a short name")
    case (.unit, .string(let text)):
      guard let unit = units[text.lowercased().filter { $0 != " " }] else {
        throw WCSParsing.error("its \(keyword) is not a unit of angle such as deg")
      }
      return .string(unit)
    case (.unit, _): throw WCSParsing.error("its \(keyword) is not text")
    case (.refused(let reason), _): throw WCSParsing.error("its \(keyword) \(reason)")
    }
  }

  /// Room for "DEC--TAN-SIP" and some more.
  private static func isName(_ text: String) -> Bool {
    text.utf8.count <= 16
      && text.utf8.allSatisfy { character in
        (0x30...0x39).contains(character) || (0x41...0x5a).contains(character)
          || (0x61...0x7a).contains(character) || " -_".utf8.contains(character)
      }
  }

  private static let units = [
    "": "", "deg": "deg", "degree": "deg", "degrees": "deg", "arcmin": "arcmin",
    "arcsec": "arcsec", "mas": "mas", "rad": "rad", "radian": "rad", "radians": "rad",
  ]
}
