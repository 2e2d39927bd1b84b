internal import Tensors

/// A cut of labelled sources into parts, each of which is judged by what was learned from the others.
public struct Folds: Sendable, Equatable {
  public let count: Int
  /// The part of every source, from 0.
  public let parts: [Int]

  /// Parts with about the same share of every class, drawn by the seed.
  public init(_ count: Int, of classes: [Int], seed: UInt64) {
    precondition(count > 1, "a cut makes two parts at least")
    self.count = count
    var numbers = RandomNumbers.stream(11, seed: seed)
    let order = numbers.permutation(of: classes.count)
      .enumerated().sorted { (classes[$0.element], $0.offset) < (classes[$1.element], $1.offset) }
    var parts = [Int](repeating: 0, count: classes.count)
    for (place, source) in order.enumerated() { parts[source.element] = place % count }
    self.parts = parts
  }

  /// Parts that tear no group: whatever is of one group is judged by what learned from none of it. Large groups are
  /// dealt first, each to the part that has least of its commonest class; the seed decides among equals.
  ///
  /// - Parameter groups: the group of every source: any numbers.
  public init(_ count: Int, of classes: [Int], groups: [Int], seed: UInt64) {
    precondition(count > 1, "a cut makes two parts at least")
    precondition(groups.count == classes.count, "every source is of one group")
    self.count = count
    let kinds = (classes.max() ?? 0) + 1
    // Groups side by side; each is a range of places in this order.
    let byGroup = groups.indices.sorted { (groups[$0], $0) < (groups[$1], $1) }
    var ranges: [Range<Int>] = []
    for place in byGroup.indices {
      if place > 0, groups[byGroup[place]] == groups[byGroup[place - 1]] {
        ranges[ranges.count - 1] = ranges[ranges.count - 1].lowerBound..<place + 1
      } else {
        ranges.append(place..<place + 1)
      }
    }
    // In the order of their first member.
    let sorted = ranges.sorted { byGroup[$0.lowerBound] < byGroup[$1.lowerBound] }
    var numbers = RandomNumbers.stream(12, seed: seed)
    let order = numbers.permutation(of: sorted.count).enumerated().sorted {
      (-sorted[$0.element].count, $0.offset) < (-sorted[$1.element].count, $1.offset)
    }
    var parts = [Int](repeating: 0, count: classes.count)
    var held = [[Int]](repeating: [Int](repeating: 0, count: kinds), count: count)
    for (_, group) in order {
      var own = [Int](repeating: 0, count: kinds)
      for source in byGroup[sorted[group]] { own[classes[source]] += 1 }
      let kind = own.indices.max { own[$0] < own[$1] } ?? 0
      let part = held.indices.min { held[$0][kind] < held[$1][kind] } ?? 0
      for source in byGroup[sorted[group]] { parts[source] = part }
      for kind in own.indices { held[part][kind] += own[kind] }
    }
    self.parts = parts
  }

  /// Parts made of blocks of the sky, so that neighbours, which share their seeing and their sky, are
  /// mostly judged together: stripes of equal numbers along one axis, each cut into cells of equal
  /// numbers along the other, and the cells dealt out in turn.
  public init(_ count: Int, blocksOf positions: [(x: Double, y: Double)]) {
    precondition(count > 1, "a cut makes two parts at least")
    self.count = count
    var parts = [Int](repeating: 0, count: positions.count)
    let byX = positions.indices.sorted { (positions[$0].x, $0) < (positions[$1].x, $1) }
    for stripe in 0..<count {
      let inside = byX[part(stripe, of: count, count: byX.count)]
        .sorted { (positions[$0].y, $0) < (positions[$1].y, $1) }
      for cell in 0..<count {
        for source in inside[part(cell, of: count, count: inside.count)] {
          parts[source] = (stripe * 2 + cell) % count
        }
      }
    }
    self.parts = parts
  }

  /// Parts that are known.
  package init(_ count: Int, parts: [Int]) {
    precondition(count > 1 && parts.allSatisfy((0..<count).contains), "parts are numbers of parts")
    (self.count, self.parts) = (count, parts)
  }

  /// The sources of a part, and all others.
  public func split(_ part: Int) -> (judged: [Int], learned: [Int]) {
    (parts.indices.filter { parts[$0] == part }, parts.indices.filter { parts[$0] != part })
  }
}
