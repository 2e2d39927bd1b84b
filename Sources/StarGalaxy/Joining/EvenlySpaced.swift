extension [Int] {
  /// At most so many of these numbers, evenly spaced; all where there are no more.
  ///
  /// - Parameter turn: of `turns` that each take others.
  package func spaced(atMost most: Int, turn: Int = 0, of turns: Int = 1) -> [Int] {
    guard count > most else { return self }
    return (0..<most).map { self[($0 * turns + turn) * count / (most * turns)] }
  }
}
