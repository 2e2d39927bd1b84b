import Foundation

/// Damage to the cards of a header, as malice or chance may do it.
struct CardMutations {
  /// What cards are made of.
  var keywords: [String]
  var values: [String]

  /// One to three changes.
  func mutate(_ cards: [String], _ dice: inout Dice) -> [String] {
    var cards = cards
    for _ in 0..<Int.random(in: 1...3, using: &dice) { change(&cards, &dice) }
    return cards
  }

  private func change(_ cards: inout [String], _ dice: inout Dice) {
    let place = Int.random(in: 0..<cards.count, using: &dice)
    // Most cards stand behind those whose places are fixed.
    let behind = Int.random(in: min(place, 8)...cards.count, using: &dice)
    switch Int.random(in: 0..<8, using: &dice) {
    case 0: cards[place] = madeUp(&dice)
    case 1, 2: cards.insert(madeUp(&dice), at: behind)
    case 3:  // twice, with another value
      let keyword = String(cards[place].prefix(8))
      let value = values.randomElement(using: &dice) ?? ""
      cards.insert(keyword + "= " + value, at: behind)
    case 4:  // another value
      cards[place] = cards[place].prefix(8) + "= " + (values.randomElement(using: &dice) ?? "")
    case 5: cards.insert(respelled(cards[place], &dice), at: behind)
    case 6: cards.swapAt(place, Int.random(in: 0..<cards.count, using: &dice))
    default:  // characters, the quotes above all
      var bytes = Array(cards[place].utf8)
      for _ in 0..<Int.random(in: 1...6, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] =
          Array("' =9A(:.&/\u{1}".utf8).randomElement(using: &dice) ?? 0x20
      }
      cards[place] = String(decoding: bytes, as: UTF8.self)
    }
    cards = cards.map { String($0.prefix(80)) }
  }

  private func madeUp(_ dice: inout Dice) -> String {
    let keyword = keywords.randomElement(using: &dice) ?? ""
    return keyword.padding(toLength: 8, withPad: " ", startingAt: 0) + "= "
      + (values.randomElement(using: &dice) ?? "")
  }

  /// The card in a spelling that one parser knows and another does not.
  private func respelled(_ card: String, _ dice: inout Dice) -> String {
    let keyword = card.prefix(8).trimmingCharacters(in: .whitespaces)
    let value = values.randomElement(using: &dice) ?? ""
    let root = keyword.prefix { !$0.isNumber }
    return switch Int.random(in: 0..<5, using: &dice) {
    case 0: card.prefix(8).lowercased() + "= " + value
    case 1: "HIERARCH \(keyword) = \(value)"
    case 2:
      "\(root)0\(keyword.dropFirst(root.count))".padding(
        toLength: 8, withPad: " ", startingAt: 0) + "= " + value
    case 3: "\(keyword) = \(value)"
    default: "CONTINUE  " + value
    }
  }
}
