/// Which sources of two lists are the same one on the sky.
public enum SkyMatch {
  /// One matched pair: positions in the two lists, and how far apart they are in arcseconds.
  public typealias Pair = (first: Int, second: Int, separation: Double)

  /// The pairs at most `radius` arcseconds apart, none of whose members occurs twice.
  ///
  /// The closest pair of all is taken first, then the closest of what remains, and so on; among
  /// equally close pairs the one that comes first in the lists wins. The pairs are returned in the
  /// order of the first list. Positions that are not finite match nothing.
  public static func oneToOne(
    _ first: [SkyPosition], _ second: [SkyPosition], radius: Double
  ) -> [Pair] {
    var firstTaken = Array(repeating: false, count: first.count)
    var secondTaken = Array(repeating: false, count: second.count)
    var matched: [Pair] = []
    let candidates = pairs(first, second, radius: radius).sorted {
      ($0.separation, $0.first, $0.second) < ($1.separation, $1.first, $1.second)
    }
    for pair in candidates where !firstTaken[pair.first] && !secondTaken[pair.second] {
      firstTaken[pair.first] = true
      secondTaken[pair.second] = true
      matched.append(pair)
    }
    return matched.sorted { $0.first < $1.first }
  }

  /// Every pair at most `radius` arcseconds apart, found in bands of declination.
  package static func pairs(
    _ first: [SkyPosition], _ second: [SkyPosition], radius: Double
  ) -> [Pair] {
    precondition(radius >= 0, "a matching radius cannot be negative")
    let order = second.indices.filter { second[$0].ra.isFinite && second[$0].dec.isFinite }
      .sorted { second[$0].dec < second[$1].dec }
    let declinations = order.map { second[$0].dec }
    let vectors = order.map { second[$0].unitVector }
    // Rounding must not lose a pair that lies exactly at the radius: a microarcsecond more.
    let generous = radius + 1e-6
    let reach = generous / 3600 + 1e-12
    let chord = SkyPosition.chord(arcseconds: generous)
    let chordSquared = chord * chord
    var found: [Pair] = []
    for (index, position) in first.enumerated()
    where position.ra.isFinite && position.dec.isFinite {
      let vector = position.unitVector
      var row = firstIndex(in: declinations, notBelow: position.dec - reach)
      while row < declinations.count, declinations[row] <= position.dec + reach {
        let difference = vectors[row] - vector
        let squared = (difference * difference).sum()
        if squared <= chordSquared {
          let separation = SkyPosition.arcseconds(chord: squared.squareRoot())
          found.append((index, order[row], separation))
        }
        row += 1
      }
    }
    return found
  }

  private static func firstIndex(in sorted: [Double], notBelow limit: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
