import Foundation
import Networks
import Tensors
import Testing

@Suite struct GaussianCodeTests {
  /// μ and ln σ² of some images, `[image, 2·units]`.
  private func code(images: Int, units: Int, seed: UInt64 = 3) -> GaussianCode {
    GaussianCode(normal([images, 2 * units], seed: seed).values, units: units)
  }

  @Test func theDivergenceOfThePriorIsNothing() {
    #expect(GaussianCode([Float](repeating: 0, count: 12), units: 3).divergence == 0)
  }

  /// KL(N(1, e) ‖ N(0, 1)) = ½ (1 + e − 1 − 1).
  @Test func theDivergenceIsTheClosedForm() {
    #expect(abs(GaussianCode([1, 1], units: 1).divergence - (exp(1) - 1) / 2) < 1e-12)
    #expect(abs(GaussianCode([2, 0, 0, 0], units: 2).divergence - 2) < 1e-12)
  }

  /// The mean of ln q(z) − ln p(z) over samples z of q.
  @Test func theDivergenceIsWhatSamplesGive() {
    let numbers: [Float] = [0.7, -1.2, -0.5, 0.8]
    let code = GaussianCode(numbers, units: 2)
    var random = RandomNumbers(seed: 5)
    var sum = 0.0
    let count = 400_000
    for _ in 0..<count {
      let noise = [Float(random.normal()), Float(random.normal())]
      let z = code.samples(noise)
      for unit in 0..<2 {
        let logVariance = Double(numbers[2 + unit])
        let epsilon = Double(noise[unit])
        sum += -logVariance / 2 - epsilon * epsilon / 2 + Double(z[unit] * z[unit]) / 2
      }
    }
    #expect(abs(sum / Double(count) - code.divergence) < 0.01)
  }

  @Test func theGradientIsTheSlope() {
    let (images, units) = (3, 4)
    let noise = normal([images * units], seed: 8).values
    let towards = normal([images * units], seed: 9).values
    let code = code(images: images, units: units)
    func loss(_ code: GaussianCode) -> Double {
      let samples = code.samples(noise)
      return zip(samples, towards).reduce(0) { $0 + Double($1.0 * $1.1) } + 0.3 * code.divergence
    }
    let gradient = code.gradient(samples: towards, noise: noise, weight: 0.3)
    for index in code.numbers.indices {
      func moved(_ change: Float) -> Double {
        var numbers = code.numbers
        numbers[index] += change
        return loss(GaussianCode(numbers, units: units))
      }
      let slope = (moved(1e-2) - moved(-1e-2)) / 2e-2
      #expect(abs(slope - Double(gradient[index])) < 1e-3)
    }
  }
}
