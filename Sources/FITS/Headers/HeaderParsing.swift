/// A header in the making: 80-byte records one after another; texts that CONTINUE become one.
struct HeaderParsing {
  private var cards: [Card] = []
  /// The text of the last card as long as it may go on, joined once at its end.
  private var pieces: [String] = []
  private var remarks: [String] = []

  mutating func append(_ record: some Collection<UInt8>) {
    let card = Card(record: record)
    if pieces.last?.utf8.last == UInt8(ascii: "&"), let more = card.continuation {
      pieces[pieces.count - 1].removeLast()
      pieces.append(more.text)
      if let comment = more.comment, !comment.isEmpty { remarks.append(comment) }
      return
    }
    endText()
    cards.append(card)
    if case .string(let text) = card.value {
      pieces = [text]
      remarks = [card.comment].compactMap { $0 }
    }
  }

  consuming func header() -> Header {
    endText()
    return Header(cards)
  }

  private mutating func endText() {
    if pieces.count > 1, let first = cards.popLast() {
      let comment = remarks.joined(separator: " ")
      cards.append(Card(first.keyword, .string(pieces.joined()), comment: comment))
    }
    pieces = []
  }
}
