import Clusters
import Foundation
import Testing

@Suite struct ProbabilityCorrectionTests {
  /// One star of probability ½ and no feature: the constant w has penalty/10 · w = 1 − p, so ln(p/(1−p)) = 1 − p.
  @Test func oneLabelByHand() {
    let model = ProbabilityCorrection(penalty: 10).fit([0.5], features: [[]], positives: [true])
    let found = model.probability(0.5, features: [])
    #expect(abs(log(found / (1 - found)) - (1 - found)) < 1e-4)
    #expect(abs(found - 0.59896) < 1e-4)
  }

  @Test func withoutLabelsNothingChanges() {
    let model = ProbabilityCorrection().fit([], features: [], positives: [])
    #expect(abs(model.probability(0.3, features: [1, 2]) - 0.3) < 1e-12)
    #expect(model.probability(.nan, features: [1, 2]).isNaN)
  }

  @Test func aFeatureThatLabelsFollowSpeaks() {
    let features = (0..<40).map { [Double($0 % 2 == 0 ? 1 : -1)] }
    let stars = (0..<40).map { $0 % 2 == 0 }
    let half = [Double](repeating: 0.5, count: 40)
    func found(_ penalty: Double, _ feature: Double) -> Double {
      ProbabilityCorrection(penalty: penalty).fit(half, features: features, positives: stars)
        .probability(0.5, features: [feature])
    }
    #expect(found(1, 1) > found(16, 1) && found(16, 1) > 0.6)
    #expect(abs(found(16, 1) + found(16, -1) - 1) < 1e-4)
    #expect(abs(found(16, 0) - 0.5) < 1e-4)
  }

  @Test func labelsThatAgreeWithWhatWasKnownChangeLittle() {
    let before = (0..<40).map { $0 % 2 == 0 ? 0.98 : 0.02 }
    let model = ProbabilityCorrection().fit(
      before, features: before.map { [$0] }, positives: (0..<40).map { $0 % 2 == 0 })
    #expect(abs(model.probability(0.5, features: [0]) - 0.5) < 0.01)
  }
}
