import Clusters
import Foundation
import Testing

@Suite struct ROCCurveTests {
  @Test(arguments: [
    // (scores of stars, scores of galaxies, area by counting pairs)
    ([3.0, 4], [1.0, 2], 1.0),
    ([1.0, 2], [3.0, 4], 0.0),
    ([1.0, 1], [1.0, 1], 0.5),
    ([2.0, 1], [1.0, 0], 0.875),
    ([0.5], [0.5, 0.5, 0.1, 0.9], 0.5),
    ([1.0, 2, 3], [2.0], 0.5),
    ([0.0, -0.0], [0.0], 0.5),
    ([1e300, -1e300], [0.0], 0.5),
  ])
  func areaOfHandWorkedCases(stars: [Double], galaxies: [Double], area: Double) throws {
    let curve = try ROCCurve(
      scores: stars + galaxies,
      positives: stars.map { _ in true } + galaxies.map { _ in false })
    #expect(curve.auc == area)
  }

  @Test func agreesWithScikitLearn() throws {
    let curve = try ROCCurve(
      scores: ReferenceValues.rocScores, positives: ReferenceValues.rocStars)
    #expect(abs(curve.auc - ReferenceValues.rocAUC) < 1e-12)
    #expect(curve.points.map(\.falsePositiveRate) == ReferenceValues.rocFalsePositiveRates)
    #expect(curve.points.map(\.truePositiveRate) == ReferenceValues.rocTruePositiveRates)
    let probabilities = ReferenceValues.rocScores.map { 1 / (1 + exp(-$0)) }
    let brier = brierScore(probabilities: probabilities, positives: ReferenceValues.rocStars)
    #expect(abs(brier - ReferenceValues.brier) < 1e-12)
  }

  /// The area equals the fraction of pairs in order for any scores.
  @Test(arguments: 0..<20) func areaCountsPairs(seed: UInt64) throws {
    let values = noise([60, 2], seed: seed).values
    let scores = (0..<60).map { (Double(values[2 * $0]) * 3).rounded() }
    let positives = (0..<60).map { values[2 * $0 + 1] > 0 }
    var sum = 0.0
    for i in 0..<60 where positives[i] {
      for j in 0..<60 where !positives[j] {
        sum += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0
      }
    }
    let pairs = Double(positives.count { $0 } * positives.count { !$0 })
    let curve = try ROCCurve(scores: scores, positives: positives)
    #expect(abs(curve.auc - sum / pairs) < 1e-14)
    // Reversing scores mirrors the area; a stretch that keeps the order changes nothing.
    let reversed = try ROCCurve(scores: scores.map { -$0 }, positives: positives)
    #expect(abs(reversed.auc + curve.auc - 1) < 1e-14)
    let cubed = try ROCCurve(scores: scores.map { $0 * $0 * $0 }, positives: positives)
    #expect(cubed.auc == curve.auc)
  }

  @Test func rateAtFewErrorsLiesOnTheLineBetweenPoints() throws {
    // (fpr, tpr): (0, 0) (0, .5) (.5, .5) (.5, 1) (1, 1)
    let curve = try ROCCurve(scores: [4, 3, 2, 1], positives: [true, false, true, false])
    #expect(curve.truePositiveRate(atFalsePositiveRate: 0) == 0.5)
    #expect(curve.truePositiveRate(atFalsePositiveRate: 0.25) == 0.5)
    #expect(curve.truePositiveRate(atFalsePositiveRate: 0.5) == 1)
    #expect(curve.truePositiveRate(atFalsePositiveRate: 1) == 1)
    // All tied: the diagonal.
    let tied = try ROCCurve(scores: [1, 1, 1], positives: [true, false, false])
    #expect(tied.truePositiveRate(atFalsePositiveRate: 0.005) == 0.005)
    #expect(tied.truePositiveRate(atFalsePositiveRate: -1) == 0)
  }

  @Test func purityAtCompleteness() throws {
    let curve = try ROCCurve(
      scores: [5, 4, 3, 2, 1], positives: [true, false, true, false, true])
    #expect(curve.purity(atCompleteness: 0.3) == 1)
    #expect(abs(curve.purity(atCompleteness: 0.6) - 2.0 / 3) < 1e-15)
    #expect(abs(curve.purity(atCompleteness: 1) - 3.0 / 5) < 1e-15)
  }

  @Test func accuracyUsesTheThresholdItIsGiven() {
    let (scores, stars) = ([0.9, 0.5, 0.2, 0.6], [true, true, false, false])
    #expect(accuracy(scores: scores, positives: stars, threshold: 0.5) == 0.5)
  }

  @Test func refusesWhatCannotBeScored() {
    #expect(
      message { _ = try ROCCurve(scores: [1, .nan, .infinity], positives: [true, false, true]) }
        == "cannot score the classification: 2 of 3 scores are not finite numbers; give such "
        + "sources the median score and count them as unscored")
    #expect(
      message { _ = try ROCCurve(scores: [1, 2], positives: [true, true]) }
        == "cannot score the classification: there are 2 positives and 0 negatives; both classes "
        + "must occur")
    #expect(
      message { _ = try ROCCurve(scores: [1, 2], positives: [true]) }
        == "cannot score the classification: 2 scores for 1 labels; give one label for every "
        + "score")
    #expect(message { _ = try ROCCurve(scores: [], positives: []) } != nil)
  }
}
