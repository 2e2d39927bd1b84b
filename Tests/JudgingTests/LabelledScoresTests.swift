import Catalogs
import Judging
import Labels
import Sky
import Testing

/// Sources and labels on a line of declination, so that every match is worked out by hand.
@Suite struct LabelledScoresTests {
  /// Sources a tenth of a degree apart, the labels half an arcsecond beside the first four.
  private let sources = JudgedSources(
    source: "scores.fits", positions: (0..<5).map { SkyPosition(ra: 10, dec: 0.1 * Double($0)) },
    scores: [0.9, 0.2, 0.7, 0.4, 0.5], magnitudes: [17, 18, 19, 21, 22],
    baselines: [("size", [-1, -5, .nan, -4, -2])])

  private func catalog() throws -> LabelledCatalog {
    let rows = zip(["STAR", "GALAXY", "STAR", "GALAXY"], 0..<4).map { name, place in
      "10,\(0.1 * Double(place) + 0.5 / 3600),\(name)"
    }
    // The last lies where no source is.
    let text = (["ra,dec,class"] + rows + ["10,0.95,STAR"]).joined(separator: "\n")
    return try LabelledCatalog(CSVTable(text: text, source: "labels.csv"))
  }

  private func judged(brighterThan limit: Double? = nil) throws -> LabelledScores {
    try LabelledScores(sources, catalog: catalog(), radius: 1, brighterThan: limit)
  }

  @Test func everyLabelHasAnEntryWithOrWithoutASource() throws {
    let all = try judged()
    #expect(all.rows == [0, 1, 2, 3, nil] && all.matched == 4)
    #expect(all.stars == [true, false, true, false, true])
    #expect(all.scores.prefix(4) == [0.9, 0.2, 0.7, 0.4] && all.scores[4].isNaN)
    #expect(all.magnitudes.prefix(4) == [17, 18, 19, 21] && all.magnitudes[4].isNaN)
    let size = try #require(all.baselines.first)
    #expect(size.name == "size" && size.scores[1] == -5 && size.scores[2].isNaN)
    #expect(all.column([5, 6, 7, 8, 9]).prefix(4) == [5, 6, 7, 8])
  }

  @Test func aLimitLeavesOutWhatIsFainterOrHasNoSource() throws {
    let bright = try judged(brighterThan: 19)
    #expect(bright.rows == [0, 1] && bright.stars == [true, false])
    #expect(bright.depth == 19)
  }

  @Test func catalogsOfAnotherPieceOfSkyGetASentence() throws {
    let elsewhere = try LabelledCatalog(
      CSVTable(text: "ra,dec,class\n99,0,STAR", source: "far.csv"))
    #expect(
      throws: SurveyError(
        "cannot evaluate scores.fits: none of the 1 labelled sources of far.csv lies within 1.0″ of "
          + "any of its 5 sources; check that both show the same piece of sky, or widen --radius")
    ) { _ = try LabelledScores(sources, catalog: elsewhere, radius: 1, brighterThan: nil) }
  }

  /// Nine in ten of the matched are brighter, whatever their classes; the one without a source
  /// says nothing.
  @Test func labelsReachAsDeepAsNineInTenOfThem() throws {
    #expect(try judged().depth == 21)
    let many = JudgedSources(
      source: "scores.fits", positions: (0..<20).map { SkyPosition(ra: 10, dec: 0.1 * Double($0)) },
      scores: [Double](repeating: 0.5, count: 20),
      magnitudes: (0..<20).map { 20.1 + 0.2 * Double($0) })
    let rows = (0..<20).map { "10,\(0.1 * Double($0)),\($0 % 2 == 0 ? "STAR" : "GALAXY")" }
    let catalog = try LabelledCatalog(
      CSVTable(text: (["ra,dec,class"] + rows).joined(separator: "\n"), source: "labels.csv"))
    // The eighteenth of twenty has 23.5.
    let deep = try LabelledScores(many, catalog: catalog, radius: 1, brighterThan: nil)
    #expect(deep.depth == 23.5)
    #expect(MagnitudeBins.edges(downTo: deep.depth) == [16, 19, 20, 21, 21.5, 22, 22.5, 23, 23.5])
    #expect(
      MagnitudeBins.edges(downTo: 22.5) == [15, 18, 19, 20, 20.5, 21, 21.5, 22, 22.5],
      "SDSS's own")
  }

  @Test func aBinWithoutBothClassesHasNoArea() throws {
    let all = try judged()
    // 17 and 18: a star above a galaxy; 19 and 21: the same; nothing fainter.
    #expect(MagnitudeBins(all.scores, all, edges: [16, 18.5, 21.5, 23]).areas == [1, 1, nil])
    #expect(
      MagnitudeBins(all.scores.map { -$0 }, all, edges: [16, 18.5, 18.6]).areas == [0, nil])
  }

  @Test func partsAreChosenByWhatIsKnownOfTheSources() throws {
    let all = try judged()
    let parts = Selections(
      all, missing: [0, 0.1, 0, 0, 0], fields: ["a", "a", "b", "b", "b"],
      nearest: [6, 2, 2.5, 6, 6], band: "i")
    let labels = Dictionary(uniqueKeysWithValues: parts.parts.map { ($0.name, $0.labels) })
    #expect(labels["all labels"] == [0, 1, 2, 3, 4] && labels["matched"] == [0, 1, 2, 3])
    // The labels reach to 21, so the easy ones end at 20.25 and the plain ones at 19.25.
    #expect(parts.chief == ["all labels", "matched", "whole cutout, i < 20.25"])
    #expect(labels["whole cutout, i < 19.25"] == [0, 2] && labels["at the frame's edge"] == [1])
    #expect(labels["whole cutout, 19–20.25"] == [2])
    #expect(labels["neighbour within 2.5″"] == [1, 2] && labels["no neighbour so near"] == [0, 3])
    #expect(labels["field a"] == [0, 1] && labels["field b"] == [2, 3])
  }
}
