import Foundation
import Judging
import Tensors
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

  /// Of one source with one half the number of stars is one half off always, and the calibration error, too; of
  /// probabilities of nought and one nothing is left to chance; and of many that are right the error is what chance says.
  @Test func whatIsLeftToChance() throws {
    func evaluation(_ probabilities: [Double], _ stars: [Bool]) throws -> FieldEvaluation {
      try #require(
        FieldEvaluation.all(
          fields: probabilities.map { _ in "a" }, probabilities: probabilities, stars: stars
        ).first)
    }
    let half = try evaluation([0.5], [true]).chance
    #expect(half == FieldEvaluation.Chance(stars: 0.5, calibrationError: 0.5))
    let sure = try evaluation([0, 1, 1], [false, true, true]).chance
    #expect(sure == FieldEvaluation.Chance(stars: 0, calibrationError: 0))
    var numbers = RandomNumbers(seed: 3)
    let errors = try (0..<60).map { _ -> (Double, Double, Double) in
      let probabilities = (0..<300).map { _ in numbers.uniform() }
      let field = try evaluation(probabilities, probabilities.map { numbers.uniform() < $0 })
      let chance = try #require(field.chance)
      return (
        field.calibrationError - chance.calibrationError, chance.calibrationError,
        (Double(field.stars) - field.expectedStars) / chance.stars
      )
    }
    let (bias, chance) = (errors.map(\.0).reduce(0, +) / 60, errors.map(\.1).reduce(0, +) / 60)
    #expect(abs(bias) < 0.15 * chance && (0.02...0.1).contains(chance))
    let scatter = (errors.map { $0.2 * $0.2 }.reduce(0, +) / 60).squareRoot()
    #expect((0.7...1.3).contains(scatter))
  }

  /// An evaluation of an older version is read, without what it does not say.
  @Test func olderEvaluations() throws {
    let text = """
      {"field": "a", "stars": 2, "galaxies": 1, "auc": null, "accuracy": 1, "expected_stars": 2.5,
      "calibration_error": 0.1}
      """
    let field = try JSONDecoder().decode(FieldEvaluation.self, from: Data(text.utf8))
    #expect(field.chance == nil && field.calibrationError == 0.1)
  }
}
