/// The outlines of the sources of a map, along the sides of their pixels.
package enum SegmentContours {
  /// A corner of a pixel: (0, 0) is the lower left one of the first pixel.
  package struct Corner: Hashable, Sendable {
    package let x, y: Int
  }

  /// For every source its outer outlines, counterclockwise, as corners where they turn; a source in pieces that
  /// touch at corners or not at all has several. Holes are left out. Time and memory are linear in the pixels.
  ///
  /// - Parameter numbers: `[y, x]`: the number of the source, 0 for none.
  package static func outlines(_ numbers: [Int32], width: Int) -> [Int32: [[Corner]]] {
    let height = width > 0 ? numbers.count / width : 0
    func number(_ x: Int, _ y: Int) -> Int32 {
      x >= 0 && y >= 0 && x < width && y < height ? numbers[y * width + x] : 0
    }
    // Sides by where they begin, with the source on their left.
    var sides: [Int32: [Corner: [Corner]]] = [:]
    for y in 0..<height {
      for x in 0..<width {
        let own = number(x, y)
        guard own > 0 else { continue }
        func add(_ from: (Int, Int), _ to: (Int, Int)) {
          sides[own, default: [:]][Corner(x: from.0, y: from.1), default: []].append(
            Corner(x: to.0, y: to.1))
        }
        if number(x, y - 1) != own { add((x, y), (x + 1, y)) }
        if number(x + 1, y) != own { add((x + 1, y), (x + 1, y + 1)) }
        if number(x, y + 1) != own { add((x + 1, y + 1), (x, y + 1)) }
        if number(x - 1, y) != own { add((x, y + 1), (x, y)) }
      }
    }
    return sides.mapValues(loops)
  }

  private static func loops(_ sides: [Corner: [Corner]]) -> [[Corner]] {
    var (left, loops) = (sides, [[Corner]]())
    for start in sides.keys.sorted(by: { ($0.y, $0.x) < ($1.y, $1.x) }) {
      while left[start]?.isEmpty == false {
        var loop = [start]
        while let next = take(&left, after: loop) {
          if next == start { break }
          loop.append(next)
        }
        if area(loop) > 0 { loops.append(turns(of: loop)) }
      }
    }
    return loops
  }

  /// The next corner; where two ways go on, the one to the left, so that pieces that touch at a corner stay apart.
  private static func take(_ left: inout [Corner: [Corner]], after loop: [Corner]) -> Corner? {
    let here = loop[loop.count - 1]
    guard var ways = left[here], let first = ways.first else { return nil }
    var chosen = 0
    if ways.count > 1, loop.count > 1 {
      let before = loop[loop.count - 2]
      let turn = (here.x - before.x) * (first.y - here.y) - (here.y - before.y) * (first.x - here.x)
      if turn < 0 { chosen = 1 }
    }
    let next = ways.remove(at: chosen)
    left[here] = ways
    return next
  }

  private static func area(_ loop: [Corner]) -> Int {
    loop.indices.reduce(0) { sum, index in
      let (a, b) = (loop[index], loop[(index + 1) % loop.count])
      return sum + a.x * b.y - b.x * a.y
    }
  }

  private static func turns(of loop: [Corner]) -> [Corner] {
    loop.indices.filter { index in
      let (a, b) = (loop[(index + loop.count - 1) % loop.count], loop[index])
      let c = loop[(index + 1) % loop.count]
      return (b.x - a.x) * (c.y - b.y) != (b.y - a.y) * (c.x - b.x)
    }.map { loop[$0] }
  }
}
