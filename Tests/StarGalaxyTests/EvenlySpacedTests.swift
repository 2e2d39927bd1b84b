import StarGalaxy
import Testing

/// Evenly spaced members of a long list.
@Suite struct EvenlySpacedTests {
  @Test func aShortListIsWhole() {
    #expect([3, 1, 2].spaced(atMost: 3) == [3, 1, 2])
    #expect([Int]().spaced(atMost: 0) == [])
  }

  @Test func everySoManyeth() {
    #expect(Array(0..<10).spaced(atMost: 5) == [0, 2, 4, 6, 8])
    #expect(Array(0..<10).spaced(atMost: 5, turn: 1, of: 2) == [1, 3, 5, 7, 9])
    #expect(Array(0..<7).spaced(atMost: 3) == [0, 2, 4])
  }

  @Test(arguments: [(100, 7, 3), (1000, 333, 3), (41, 40, 2), (999_983, 1000, 4)])
  func turnsTakeOthersInOrder(count: Int, most: Int, turns: Int) {
    let all = (0..<turns).map { Array(0..<count).spaced(atMost: most, turn: $0, of: turns) }
    for taken in all {
      #expect(taken.count == most && taken == taken.sorted() && Set(taken).count == most)
      // From one end to the other.
      #expect(taken[0] <= count / most && taken[most - 1] >= count - 1 - count / most - 1)
    }
    if most * turns <= count { #expect(Set(all.joined()).count == most * turns) }
  }
}
