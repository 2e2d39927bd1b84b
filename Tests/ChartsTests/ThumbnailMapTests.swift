import Charts
import Testing

@Suite struct ThumbnailMapTests {
  @Test func everyCellShowsOnePointOfItsOwn() {
    var dice = Dice(seed: 4)
    let x = (0..<500).map { _ in dice.normal() }
    let y = (0..<500).map { _ in dice.normal() }
    for cells in [1, 2, 7, 30] {
      let chosen = ThumbnailMap.choice(x: x, y: y, cells: cells)
      #expect(Set(chosen.map { $0.row * cells + $0.column }).count == chosen.count)
      #expect(Set(chosen.map(\.index)).count == chosen.count)
      #expect(chosen.allSatisfy { (0..<cells).contains($0.row) && (0..<cells).contains($0.column) })
    }
  }

  @Test func placesThatAreNoneAreLeftOut() {
    #expect(ThumbnailMap.choice(x: [.nan], y: [1], cells: 3).isEmpty)
    #expect(ThumbnailMap.choice(x: [], y: [], cells: 3).isEmpty)
  }
}
