import Segments
import Testing

@Suite struct SegmentContoursTests {
  private func outlines(_ rows: [[Int32]]) -> [Int32: [[[Int]]]] {
    SegmentContours.outlines(rows.flatMap { $0 }, width: rows[0].count)
      .mapValues { $0.map { $0.map { [$0.x, $0.y] } } }
  }

  @Test func `an outline goes along the sides of pixels, counterclockwise, from turn to turn`() {
    // The first row is the lowest.
    let found = outlines([
      [1, 1, 0],
      [1, 0, 2],
    ])
    #expect(found[1] == [[[0, 0], [2, 0], [2, 1], [1, 1], [1, 2], [0, 2]]])
    #expect(found[2] == [[[2, 1], [3, 1], [3, 2], [2, 2]]])
    #expect(found.count == 2)
  }

  @Test func `pieces that touch at a corner are outlined apart, and holes are left out`() {
    let touching = outlines([
      [3, 0],
      [0, 3],
    ])
    #expect(touching[3]?.count == 2)
    #expect(touching[3]?.allSatisfy { $0.count == 4 } == true)
    let ring = outlines([
      [5, 5, 5],
      [5, 0, 5],
      [5, 5, 5],
    ])
    #expect(ring[5] == [[[0, 0], [3, 0], [3, 3], [0, 3]]])
  }

  /// Outlines enclose as many pixels as the source has, holes counted.
  @Test func `what outlines enclose is what the source covers`() {
    var numbers = [Int32](repeating: 0, count: 400)
    for place in numbers.indices {
      let (x, y) = (place % 20 - 9, place / 20 - 10)
      numbers[place] = x * x + 2 * y * y < 60 ? 1 : x > 6 && y > 5 ? 2 : 0
    }
    for (number, outlines) in SegmentContours.outlines(numbers, width: 20) {
      let twice = outlines.reduce(0) { sum, loop in
        loop.indices.reduce(sum) {
          let (a, b) = (loop[$1], loop[($1 + 1) % loop.count])
          return $0 + a.x * b.y - b.x * a.y
        }
      }
      #expect(twice == 2 * numbers.count { $0 == number })
    }
  }
}
