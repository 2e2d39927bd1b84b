import Reports
import Testing

@Suite struct GalleryTests {
  /// Forty sources, the fainter the less certain; every fourth is a blend.
  private let sources = (0..<40).map { row in
    Gallery.Source(
      row: row, magnitude: 15 + Double(row) / 5,
      probability: row.isMultiple(of: 2) ? 1 - Double(row) / 60 : Double(row) / 60,
      isStar: row < 30 ? row.isMultiple(of: 3) : nil, isBlend: row.isMultiple(of: 4))
  }

  private func rows(_ group: String, count: Int) -> [Int] {
    Gallery.choice(sources, count: count).filter { $0.groups.contains(group) }.map(\.row)
  }

  @Test func everyGroupIsWhatItsNameSays() {
    #expect(rows("blends", count: 3) == [0, 4, 8])
    #expect(rows("hardest", count: 2) == [19, 20])
    #expect(rows("stars", count: 4) == [0, 2])
    #expect(rows("galaxies", count: 4) == [1, 3])
    for row in rows("disputed", count: 10) { #expect((sources[row].dispute ?? 0) > 0.5) }
  }

  @Test func noRowComesTwiceAndNoGroupIsTooLarge() {
    for count in [0, 1, 5, 100] {
      let chosen = Gallery.choice(sources, count: count)
      #expect(Set(chosen.map(\.row)).count == chosen.count)
      for group in ["disputed", "hardest", "blends", "stars", "galaxies"] {
        #expect(chosen.count { $0.groups.contains(group) } <= count)
      }
    }
  }

  @Test func sourcesWithoutAScoreAreLeftOut() {
    let blank = [Gallery.Source(row: 0, magnitude: .nan, probability: .nan, isBlend: true)]
    #expect(Gallery.choice(blank, count: 5).isEmpty)
    #expect(Gallery.choice([], count: 5).isEmpty)
  }
}
