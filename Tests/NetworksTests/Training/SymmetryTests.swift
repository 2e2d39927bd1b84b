import Networks
import Testing

@Suite struct SymmetryTests {
  @Test func theEightOfASquareByHand() {
    // 1 2
    // 3 4
    let expected: [[Float]] = [
      [1, 2, 3, 4], [2, 1, 4, 3], [3, 4, 1, 2], [4, 3, 2, 1],
      [1, 3, 2, 4], [2, 4, 1, 3], [3, 1, 4, 2], [4, 2, 3, 1],
    ]
    for number in 0..<8 {
      #expect(applied(number, [1, 2, 3, 4], [2, 2, 1]) == expected[number])
    }
  }

  @Test func channelsStayTogether() {
    #expect(applied(1, [1, 10, 2, 20], [1, 2, 2]) == [2, 20, 1, 10])
    #expect(applied(3, [1, 10, 2, 20, 3, 30], [3, 1, 2]) == [3, 30, 2, 20, 1, 10])
  }

  /// Two after one another are always one of the eight again.
  @Test func theyAreAGroup() {
    let image = (0..<18).map { Float($0) }
    let all = (0..<8).map { applied($0, image, [3, 3, 2]) }
    #expect(Set(all).count == 8)
    for first in all {
      for second in 0..<8 { #expect(all.contains(applied(second, first, [3, 3, 2]))) }
    }
  }

  @Test func onlySquaresAreTurned() {
    #expect(Symmetry.count(of: [5, 5, 1]) == 8)
    #expect(Symmetry.count(of: [5, 4, 1]) == 4)
  }

  private func applied(_ number: Int, _ image: [Float], _ shape: [Int]) -> [Float] {
    image.withUnsafeBufferPointer { source in
      [Float](unsafeUninitializedCapacity: image.count) { target, count in
        Symmetry(number).apply(to: source, shape: shape, writing: target)
        count = image.count
      }
    }
  }
}
