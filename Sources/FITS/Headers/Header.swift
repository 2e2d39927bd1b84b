/// The keywords of one unit of a FITS file, in order.
public struct Header: Sendable, Equatable {
  public private(set) var cards: [Card]

  public init(_ cards: [Card] = []) {
    self.cards = cards
  }

  /// The value of the first card with a keyword; upper and lower case are the same.
  public func value(_ keyword: String) -> HeaderValue? {
    let keyword = keyword.uppercased()
    return cards.first { $0.keyword == keyword && $0.value != nil }?.value
  }

  public func string(_ keyword: String) -> String? {
    if case .string(let text)? = value(keyword) { text } else { nil }
  }

  /// A number; whole numbers count.
  public func double(_ keyword: String) -> Double? { value(keyword)?.number }

  /// A whole number; one written with a point ("2000.00") counts.
  public func int(_ keyword: String) -> Int? { value(keyword)?.whole }

  public func bool(_ keyword: String) -> Bool? {
    if case .bool(let flag)? = value(keyword) { flag } else { nil }
  }

  /// Replaces the value of a keyword where it stands, or adds it at the end.
  ///
  /// The old comment stays unless there is a new one. A number that is not finite, which FITS
  /// cannot write, becomes an undefined value.
  public mutating func set(_ keyword: String, _ value: HeaderValue, comment: String? = nil) {
    let name = keyword.uppercased()
    if let index = cards.firstIndex(where: { $0.keyword == name && $0.value != nil }) {
      cards[index] = Card(name, value, comment: comment ?? cards[index].comment)
    } else {
      cards.append(Card(name, value, comment: comment))
    }
  }

  public mutating func remove(_ keyword: String) {
    let keyword = keyword.uppercased()
    cards.removeAll { $0.keyword == keyword }
  }

  public mutating func removeAll(where condition: (Card) -> Bool) {
    cards.removeAll(where: condition)
  }

  public mutating func append(_ card: Card) {
    cards.append(card)
  }

  /// Adds HISTORY, one card for every 72 characters.
  public mutating func add(history: String) {
    addCommentary("HISTORY", history)
  }

  /// Adds a COMMENT, one card for every 72 characters.
  public mutating func add(comment: String) {
    addCommentary("COMMENT", comment)
  }

  public var history: [String] { commentary("HISTORY") }
  public var comments: [String] { commentary("COMMENT") }

  /// All cards as 80-column lines without line ends, as the file holds them and wcslib reads them.
  public var text: String {
    cards.map { $0.lines.joined() }.joined()
  }

  private mutating func addCommentary(_ keyword: String, _ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var rest = line
      repeat {
        cards.append(Card(keyword, nil, comment: String(rest.prefix(72))))
        rest = rest.dropFirst(72)
      } while !rest.isEmpty
    }
  }

  private func commentary(_ keyword: String) -> [String] {
    cards.filter { $0.keyword == keyword && $0.value == nil }.map { $0.comment ?? "" }
  }
}
