extension Header {
  /// The cards that place the pixels on the sky, as they stand there: all that reading world coordinates looks at,
  /// so that what they are copied to lies where this does.
  package var placingCards: [Card] {
    cards.filter { card in
      card.value != nil && card.keyword != "NAXIS" && WCSKeyword.all[card.keyword] != nil
    }
  }
}
