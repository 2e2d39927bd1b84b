import Clusters
import Teaching
import Testing

/// Forty labelled sources in two parts and two without a label; labels follow one measurement, not the probability.
@Suite struct CorrectedScoresTests {
  private let lessons = Lessons(
    rows: Array(0..<40), classes: (0..<40).map { $0 % 2 }, names: ["galaxy", "star"],
    parts: Folds(2, of: (0..<40).map { $0 % 2 }, seed: 1))
  private let measured = (0..<42).map { Double($0 % 2) }
  private let before = [Double](repeating: 0.4, count: 42)

  @Test func sourcesWithoutALabelFollowWhatLabelsSay() {
    let found = CorrectedScores(before, measurements: [measured], lessons: lessons).probabilities
    #expect(found.count == 42)
    #expect(found[41] > 0.5 && found[40] < 0.4)
  }

  /// One wrong label in a part of its own moves others, not itself.
  @Test func aLabelDoesNotAnswerForItself() {
    func found(_ wrong: Int) -> [Double] {
      var classes = lessons.classes
      classes[0] = wrong
      return CorrectedScores(
        before, measurements: [measured],
        lessons: Lessons(
          rows: lessons.rows, classes: classes, names: lessons.names, parts: lessons.parts)
      ).probabilities
    }
    #expect(found(0)[0] == found(1)[0])
    #expect(found(0)[40] != found(1)[40])
  }

  @Test func whatIsUnknownStaysUnknownAndTeachesNothing() {
    var before = before
    (before[1], before[41]) = (.nan, .nan)
    var odd = measured
    odd[3] = .nan
    let found = CorrectedScores(
      before, measurements: [odd, [Double](repeating: .nan, count: 42)], lessons: lessons
    ).probabilities
    #expect(found[1].isNaN && found[41].isNaN)
    #expect(found.indices.allSatisfy { [1, 41].contains($0) || found[$0].isFinite })
  }
}
