import Judging
import Reports
import Testing

/// What a page says of a run that has no labels.
@Suite struct FoundTests {
  /// As many sources a field as are asked for, of which a share are stars; half of them faint.
  private static func found(
    _ fields: [(name: String, count: Int, stars: Double, radius: Double)], unsure: Double = 0
  ) -> FoundSources {
    var (names, magnitudes, scores, radii): ([String], [Double], [Double], [Double]) = (
      [], [], [], []
    )
    for field in fields {
      for source in 0..<field.count {
        let place = Double(source) / Double(field.count)
        names.append(field.name)
        magnitudes.append(source % 2 == 0 ? 18.5 : 20.5)
        scores.append(place < unsure ? 0.5 : place < unsure + field.stars ? 0.99 : 0.01)
        radii.append(field.radius)
      }
    }
    return FoundSources(
      fields: names, magnitudes: magnitudes, probabilities: scores, radii: radii)
  }

  /// Numbers of any size end up in the outermost bins, and on the page.
  @Test func absurdProbabilitiesAreCountedToo() {
    let found = FoundSources(
      fields: ["a", "a", "a"], magnitudes: [1e200, -1e200, 18], probabilities: [1e30, -1e30, 0.5],
      radii: nil)
    #expect(found.histogram.first == 1 && found.histogram.last == 1 && found.scored == 3)
    let huge = FoundSources(
      fields: ["a"], magnitudes: [18], probabilities: [1e30], radii: nil)
    #expect(FoundSection(huge, score: "P_STAR").html.contains("stars by the sum of P_STAR"))
    #expect(ReliabilityCheck([1e30, -1e30, .nan], stars: [true, false, true]).bins.count == 2)
  }

  @Test func sourcesAreCountedByFieldMagnitudeAndProbability() {
    let found = FoundSources(
      fields: ["b", "a", "a", "a", "b"], magnitudes: [15.2, 16.9, 17, .nan, 15.9],
      probabilities: [0.95, 0.5, 0, 1, .nan], radii: nil)
    #expect(found.scored == 4 && found.unscored == 1 && found.sureStars == 2 && found.unsure == 1)
    #expect(found.stars == 2.45)
    #expect(found.fields.map(\.name) == ["a", "b"] && found.fields.map(\.count) == [3, 1])
    #expect(found.fields[0].stars == 1.5 && found.fields[0].unsure == 1)
    #expect(found.fields.allSatisfy { $0.pointRadius == nil })
    #expect(found.bins.map(\.low) == [15, 16, 17] && found.bins.map(\.count) == [1, 1, 1])
    #expect(found.bins.map(\.stars) == [0.95, 0.5, 0])
    #expect(found.histogram[0] == 1 && found.histogram[10] == 1 && found.histogram[19] == 2)
    #expect(found.histogram.reduce(0, +) == found.scored)
  }

  @Test func oddMagnitudesLieInTheOutermostBins() {
    let magnitudes = [-40.0, 90] + (0..<4000).map { 16 + Double($0 % 5) }
    let found = FoundSources(
      fields: magnitudes.map { _ in "a" }, magnitudes: magnitudes,
      probabilities: magnitudes.map { _ in 0 }, radii: nil)
    #expect(found.bins.map(\.low) == [16, 17, 18, 19, 20])
    #expect(found.bins.map(\.count) == [801, 800, 800, 800, 801])
  }

  @Test func fieldsThatAreAlikeRaiseNoAlarm() {
    let found = Self.found([
      ("a", 700, 0.35, 0.8), ("b", 780, 0.30, 0.7), ("c", 690, 0.33, 0.8), ("d", 640, 0.36, 0.75),
    ])
    #expect(FieldOutliers(in: found, score: "P_STAR").sentences.isEmpty)
    #expect(found.fields[0].pointRadius == 0.8)
  }

  @Test func theFieldThatStandsOutIsNamed() {
    let usual = [("a", 700, 0.3, 0.8), ("b", 700, 0.3, 0.8), ("c", 700, 0.3, 0.8)]
    func said(_ field: (String, Int, Double, Double)) -> [String] {
      FieldOutliers(in: Self.found(usual + [field]), score: "P_STAR").sentences
    }
    #expect(
      said(("d", 2100, 0.3, 0.8)) == ["Field d holds 2100 sources where others hold about 700."])
    #expect(
      said(("d", 700, 0.8, 0.8)) == [
        "Field d has 79 % stars by the sum of P_STAR where others have about 30 %."
      ])
    #expect(
      said(("d", 700, 0.3, 1.2)) == [
        "Field d has stars of half-light radius 1.2″ where others have about 0.8″."
      ])
    #expect(
      said(("d", 8, 0.3, 0.8)) == [
        "Field d holds 8 sources where others hold about 700.",
        "Field d has fewer than 5 sure stars, too few to tell its point spread.",
      ])
  }

  @Test func chanceIsNoAlarm() {
    // Twice the share of stars, but of ten sources.
    let found = Self.found([("a", 40, 0.3, 0.8), ("b", 40, 0.3, 0.8), ("c", 20, 0.6, 0.8)])
    #expect(FieldOutliers(in: found, score: "P_STAR").sentences.isEmpty)
  }

  @Test func whatIsWrongWithAllFieldsIsSaid() {
    let unsure = Self.found([("a", 400, 0.2, 0.8)], unsure: 0.7)
    #expect(
      FieldOutliers(in: unsure, score: "P_STAR").sentences == [
        "140 of the 200 brighter sources are unsure (P_STAR between 0.1 and 0.9), which only faint ones "
          + "should be."
      ])
    let nothing = FoundSources(
      fields: ["a", "a"], magnitudes: [18, 19], probabilities: [.nan, 0.2], radii: nil)
    #expect(
      FieldOutliers(in: nothing, score: "P_CLUSTERS").sentences == [
        "1 of 2 sources have no P_CLUSTERS.",
        "No source is a star with P_CLUSTERS of 0.9 or more: nothing tells what a point looks like.",
      ])
  }

  @Test func thePageShowsAllOfIt() {
    let found = Self.found([
      ("a<b>", 700, 0.3, 0.8), ("b", 700, 0.3, 0.8), ("c", 2000, 0.3, 0.8),
    ])
    let html = FoundSection(found, score: "P_STAR").html
    for text in [
      "<b>3400</b>sources in 3 fields", "<b>1034</b>stars by the sum of P_STAR",
      "<li>Field c holds 2000 sources where others hold about 700.</li>",
      "<span class=\"bad\">c</span>", "a&lt;b&gt;", "<svg class=\"bars\"", "20 and over",
      "under 19",
    ] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(
      FoundSection(
        FoundSources(fields: ["a"], magnitudes: [1], probabilities: [.nan], radii: nil),
        score: "P_STAR"
      ).html.isEmpty)
  }

  @Test func barsAreAsTallAsTheirCounts() {
    let html = BarFigure(counts: [2, 0, 1], from: 0, to: 1, title: "t", axis: "x").html
    #expect(
      html.contains(
        "<title>0–0.333: 2</title><rect x=\"1\" y=\"16\" width=\"211.33\" height=\"184\"/>"))
    #expect(html.contains("height=\"0\"/>") && html.contains("height=\"92\"/>"))
    #expect(BarFigure(counts: [0, 0], from: 0, to: 1, title: "t", axis: "x").html.isEmpty)
  }

  @Test func everyFieldIsJudgedByItself() {
    let field = FieldEvaluation(
      field: "a<b", stars: 2, galaxies: 1, auc: nil, accuracy: 0.5, expectedStars: 1.125,
      calibrationError: 0.25, chance: .init(stars: 0.75, calibrationError: 0.125))
    let html = FieldAccuracy([field], score: "P_STAR").html
    #expect(html.contains("sum of P_STAR</th>") && html.contains("<td>a&lt;b</td>"))
    #expect(
      html.contains(
        ["2", "1 ± 1", "1", "–", "0.500", "0.250", "0.125"].map { "<td class=\"n\">\($0)</td>" }
          .joined()))
    #expect(FieldAccuracy([], score: "P_STAR").html.isEmpty)
  }
}
