import Tensors

/// Damage to a file, as malice or chance may do it: to bits, blocks, cards, numbers and words.
enum Mutation {
  static func change(_ bytes: inout [UInt8], _ other: [UInt8], _ dice: inout RandomNumbers) {
    guard !bytes.isEmpty else {
      bytes = other
      return
    }
    // Half of the places lie where the heads of files are.
    let reach = dice.integer(below: 2) == 0 ? min(bytes.count, 2880) : bytes.count
    let place = dice.integer(below: reach)
    let length = min(bytes.count - place, [1, 2, 4, 8, 80, 2880][dice.integer(below: 6)])
    let range = place..<place + length
    switch dice.integer(below: 16) {
    case 0, 1: bytes[place] ^= 1 << UInt8(dice.integer(below: 8))
    case 2: bytes[place] = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x0a, 0x22][dice.integer(below: 8)]
    case 3: for index in range { bytes[index] = UInt8(dice.integer(below: 256)) }
    case 4: if dice.integer(below: 3) == 0 { bytes.removeSubrange(place...) }
    case 5: bytes.removeSubrange(range)
    case 6: bytes.insert(contentsOf: bytes[range], at: place)
    case 7:  // a piece of another file of the kind
      let piece = other.dropFirst(place % max(1, other.count)).prefix(length)
      bytes.replaceSubrange(place..<place + piece.count.clamped(to: length), with: piece)
    case 8: bytes.replaceSubrange(range, with: [UInt8](repeating: 0xff, count: length))
    case 9, 10: replaceNumber(&bytes, near: place, &dice)
    case 11: swapTokens(&bytes, near: place, &dice)
    default: changeCard(&bytes, place / 80 * 80, &dice)
    }
  }

  /// Another number in place of the first one behind a place, as long as there is room.
  private static func replaceNumber(
    _ bytes: inout [UInt8], near place: Int, _ dice: inout RandomNumbers
  ) {
    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
    let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
    let value = Array(values[dice.integer(below: values.count)].utf8)
    if dice.integer(below: 2) == 0 {
      bytes.replaceSubrange(start..<end, with: value)
    } else {
      for (index, byte) in zip(start..<end, value) { bytes[index] = byte }
    }
  }

  /// A word, or a sign that means something to a parser, put where another stood.
  private static func swapTokens(
    _ bytes: inout [UInt8], near place: Int, _ dice: inout RandomNumbers
  ) {
    let token = Array(tokens[dice.integer(below: tokens.count)].utf8)
    if dice.integer(below: 2) == 0 {
      bytes.insert(contentsOf: token, at: place)
    } else {
      let end = min(bytes.count, place + token.count)
      bytes.replaceSubrange(place..<end, with: token.prefix(end - place))
    }
  }

  /// A card of 80 bytes, of FITS and of whatever has lines: another value, another keyword, twice.
  private static func changeCard(
    _ bytes: inout [UInt8], _ card: Int, _ dice: inout RandomNumbers
  ) {
    guard card + 80 <= bytes.count else { return }
    let value = cardValues[dice.integer(below: cardValues.count)]
    let keyword = keywords[dice.integer(below: keywords.count)]
    func padded(_ text: String, to count: Int) -> [UInt8] {
      let bytes = Array(text.utf8.prefix(count))
      return bytes + [UInt8](repeating: 0x20, count: count - bytes.count)
    }
    switch dice.integer(below: 4) {
    case 0: bytes.replaceSubrange(card + 8..<card + 80, with: padded("= " + value, to: 72))
    case 1:
      let line = padded(keyword, to: 8) + padded("= " + value, to: 72)
      bytes.replaceSubrange(card..<card + 80, with: line)
    case 2:  // the card again, in the place of another
      let there = dice.integer(below: bytes.count / 80) * 80
      bytes.replaceSubrange(there..<there + 80, with: bytes[card..<card + 80])
    default:  // its keyword again with another value, in place of its neighbour
      guard card + 160 <= bytes.count else { return }
      let line = Array(bytes[card..<card + 8]) + padded("= " + value, to: 72)
      bytes.replaceSubrange(card + 80..<card + 160, with: line)
    }
  }
}

extension Int {
  fileprivate func clamped(to most: Int) -> Int { Swift.min(self, most) }
}
