/// The cards of a header that place its pixels on the sky, checked and written anew.
///
/// wcslib's scanner of headers ends the program at values that it does not expect, and takes a card
/// that it cannot read for one that is absent, so it sees none but these.
struct WCSCards {
  private(set) var header: Header
  /// What is understood in another way than it is written, or left out, each as a sentence.
  private(set) var remarks: [String]

  /// - Parameter reach: how far look-up tables of distortion move pixels, by their kind.
  init(_ original: Header, reach: [String: Double] = [:]) throws(FITSError) {
    var cards: [Card] = []
    var seen: [String: HeaderValue] = [:]
    for card in original.cards {
      guard let value = card.value, let keyword = WCSKeyword.all[card.keyword] else {
        try UnreadableWCSCard.check(card)
        continue
      }
      guard value != .undefined else {
        if keyword.isNeeded(card.keyword) { throw UnreadableWCSCard.error(card, "has no value") }
        continue
      }
      let checked = try Self.check(value, of: card, keyword)
      if let other = seen.updateValue(checked, forKey: card.keyword) {
        guard other == checked else {
          throw WCSParsing.error("it has more than one \(card.keyword)")
        }
        continue
      }
      cards.append(Card(card.keyword, checked))
    }
    let resolved = WCSDistortions.resolve(cards)
    header = Header(resolved.cards)
    remarks = try WCSDistortions.tables(original, reach: reach) + resolved.remarks
  }

  private static func check(
    _ value: HeaderValue, of card: Card, _ kind: WCSKeyword
  ) throws(FITSError) -> HeaderValue {
    let keyword = card.keyword
    switch (kind, value) {
    case (.number, .int), (.number, .double): return value
    case (.number, _): throw UnreadableWCSCard.error(card, "is not a number")
    case (.count, _):
      // wcslib allocates what these ask for.
      guard let count = value.whole, (0...9).contains(count) else {
        throw WCSParsing.error("\(keyword) is not 0 to 9")
      }
      return .int(count)
    case (.name, .string(let text)) where isName(text):
      // Their distortions stand in cards that are not read.
      for projection in ["TNX", "ZPX"] where text.dropFirst(5).prefix(3) == projection {
        throw WCSParsing.error(
          "its projection \(projection) is IRAF's, whose distortion stands in WAT cards that are not "
            + "understood; fit the frame anew, with TPV (SCAMP) or SIP (astrometry.net)")
      }
      return value
    case (.name, _): throw UnreadableWCSCard.error(card, "is not a short name")
    case (.unit, .string(let text)):
      guard let unit = units[text.lowercased().filter { $0 != " " }] else {
        throw UnreadableWCSCard.error(card, "is not a unit of angle such as deg")
      }
      return .string(unit)
    case (.unit, _): throw UnreadableWCSCard.error(card, "is not text")
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
