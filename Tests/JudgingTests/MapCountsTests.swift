import Judging
import Testing

@Suite struct MapCountsTests {
  @Test func `quality is the overlap of what was found over what was there or said`() {
    var counts = MapCounts()
    counts.overlaps = ["star": .init(both: 30, either: 40), "galaxy": .init(both: 10, either: 40)]
    counts.segments[.bright] = [
      "star": .init(found: 2, overlap: 1.5, missed: 1, wrong: 1),
      "galaxy": .init(found: 1, overlap: 0.8, missed: 0, wrong: 2),
    ]
    counts.artefacts = (20, 5)
    #expect(counts.meanOverlap == 0.5)
    // (1.5 / 3 + 0.8 / 2) / 2
    #expect(abs((counts.quality(.bright) ?? 0) - 0.45) < 1e-12)
    #expect(counts.quality(.blends) == nil)
    #expect(counts.artefactRecall == 0.25)
    var sum = counts
    sum += counts
    #expect(sum.meanOverlap == 0.5 && sum.segments[.bright]?["star"]?.found == 4)
    #expect(sum.artefacts.true == 40)
  }

  @Test func `a table tells values, intervals over fields and differences from the first`() {
    func counts(_ both: Int) -> MapCounts {
      var counts = MapCounts()
      counts.overlaps = ["star": .init(both: both, either: 100)]
      return counts
    }
    let table = MapTable(
      makers: ["a", "b"], fields: ["1", "2"],
      counts: [[counts(50), counts(70)], [counts(60), counts(80)]], resamples: 200, seed: 1)
    let (a, b) = (table.rows[0].values["mean IoU"], table.rows[1].values["mean IoU"])
    #expect(a?.value == 0.6 && a?.low == 0.5 && a?.high == 0.7 && a?.difference == nil)
    #expect(b?.value == 0.7 && abs((b?.difference ?? 0) - 0.1) < 1e-12)
    // The same fields are drawn for both.
    #expect(
      abs((b?.differenceLow ?? 0) - 0.1) < 1e-12 && abs((b?.differenceHigh ?? 0) - 0.1) < 1e-12)
    #expect(table.lines[3].hasPrefix("a") && table.lines[3].contains("0.600 0.500–0.700"))
  }
}
