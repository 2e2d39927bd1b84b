import Foundation
import Judging
import Testing

/// Six labels of two fields, worked out by hand.
@Suite struct FieldEvaluationTests {
  private let fields = FieldEvaluation.all(
    fields: ["b", "a", "a", nil, "a", "b"], probabilities: [0.875, 0.75, 0.25, 1, 0.125, .nan],
    stars: [true, true, true, true, false, false])

  @Test func everyFieldIsJudgedByItself() {
    #expect(fields.map(\.field) == ["a", "b"])
    #expect(fields[0].stars == 2 && fields[0].galaxies == 1 && fields[0].auc == 1)
    #expect(fields[0].accuracy == 2.0 / 3 && fields[0].expectedStars == 1.125)
    // Each of three bins holds one source: off by 1/4, 3/4 and 1/8.
    #expect(fields[0].calibrationError == 1.125 / 3)
    #expect(fields[1].stars == 1 && fields[1].galaxies == 0 && fields[1].auc == nil)
    #expect(fields[1].calibrationError == 0.125)
  }

  /// Ten sources with 0.3, of which three are stars, are right to the last digit; the ends of the
  /// range have a bin, too.
  @Test func whatMeansWhatItSaysHasNoError() {
    let right = FieldEvaluation.all(
      fields: [String?](repeating: "f", count: 12),
      probabilities: [Double](repeating: 0.25, count: 8) + [0, 0, 1, 1],
      stars: [true, true] + [Bool](repeating: false, count: 8) + [true, true])
    #expect(right.map(\.calibrationError) == [0] && right.map(\.expectedStars) == [4])
  }

  @Test func anAreaThatDoesNotExistIsNull() throws {
    let text = String(decoding: try JSONEncoder().encode(fields[1]), as: UTF8.self)
    #expect(text.contains("\"auc\":null"))
    #expect(try JSONDecoder().decode(FieldEvaluation.self, from: Data(text.utf8)) == fields[1])
  }
}
