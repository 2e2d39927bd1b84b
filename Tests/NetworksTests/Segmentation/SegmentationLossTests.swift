import Foundation
import Networks
import Tensors
import Testing

/// What a map of classes costs, by hand and by finite differences.
@Suite struct SegmentationLossTests {
  private func cost(
    _ logits: [Float], _ labels: [UInt8], weights: [Float], images: Int = 1, threads: Int = 1
  ) -> (loss: Double, gradient: [Float]) {
    var tensor = Tensor(
      logits, shape: [images, labels.count / images, 1, weights.count])
    let loss = SegmentationLoss(classWeights: weights).gradient(
      of: &tensor, labels: labels, workers: Workers(threads: threads))
    return (loss, tensor.values)
  }

  /// Two pixels of even odds, one of each class: cross-entropy ln 2, Dice 1 − (2·½ + 1)/(1 + 1 + 1) = ⅓.
  @Test func evenOddsByHand() {
    let (loss, gradient) = cost([0, 0, 3, 3], [0, 1], weights: [1, 1])
    #expect(abs(loss - 0.5 * (log(2) + 1 / 3.0)) < 1e-6)
    // Cross-entropy: (p − g)/2 = ∓1/4; Dice: p·(pull − mean pull) with pulls 2/9 − 2/3·… of each class.
    #expect(gradient[0] < 0 && gradient[1] > 0)
    #expect(gradient[0] == -gradient[1] && gradient[2] == -gradient[3])
    #expect(gradient[0] == gradient[3])
  }

  @Test func aPixelWithoutALabelCountsNowhere() {
    let with = cost([0.3, -1, 2, 0.5, 7, -9], [0, 1, 255], weights: [1, 2])
    let without = cost([0.3, -1, 2, 0.5], [0, 1], weights: [1, 2])
    #expect(with.loss == without.loss)
    #expect(Array(with.gradient.prefix(4)) == without.gradient)
    #expect(with.gradient.suffix(2) == [0, 0])
  }

  @Test func nothingLabelledTeachesNothing() {
    let (loss, gradient) = cost([1, 2, 3, 4], [255, 255], weights: [1, 1])
    #expect(loss == 0 && gradient == [0, 0, 0, 0])
  }

  @Test func absurdLogitsStayFinite() {
    let (loss, gradient) = cost([3e38, -3e38, -3e38, 0], [0, 1], weights: [1, 1])
    #expect(loss.isFinite && gradient.allSatisfy(\.isFinite))
    #expect(abs(cost([-200, 200], [0], weights: [1, 1]).loss - 200.333) < 101)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theGradientIsThatOfFiniteDifferences(seed: UInt64) {
    let logits = normal([2, 6, 1, 3], seed: seed).values.map { 2 * $0 }
    let labels: [UInt8] = [0, 1, 2, 255, 1, 1, 2, 2, 255, 0, 0, 1]
    let weights: [Float] = [0.5, 2, 1]
    let found = cost(logits, labels, weights: weights, images: 2).gradient
    for index in logits.indices {
      func at(_ step: Float) -> Double {
        var moved = logits
        moved[index] += step
        return cost(moved, labels, weights: weights, images: 2).loss
      }
      let slope = (at(1e-2) - at(-1e-2)) / 2e-2
      #expect(abs(slope - Double(found[index])) < 2e-4, "logit \(index)")
    }
  }

  @Test func threadsDoNotMatter() {
    let logits = normal([5, 8, 1, 4], seed: 3).values
    let labels = (0..<40).map { UInt8($0 % 5 == 4 ? 255 : $0 % 5) }
    let one = cost(logits, labels, weights: [1, 1, 1, 1], images: 5)
    for threads in 2...3 {
      let more = cost(logits, labels, weights: [1, 1, 1, 1], images: 5, threads: threads)
      #expect(one.loss == more.loss && one.gradient == more.gradient)
    }
  }
}
