import Networks
import Tensors
import Testing

@Suite struct CorruptionTests {
  /// Values from 1 to 7.
  private let images: Tensor = {
    let values: [Float] = (0..<20_480).map { index in Float(index % 7 + 1) }
    return Tensor(values, shape: [40, 16, 16, 2])
  }()

  @Test func gaussianNoiseHasItsSpread() {
    let spoilt = Corruption(.gaussian, amount: 0.5).applied(to: images, seed: 1, step: 1).values
    let clean = images.values
    var (sum, squares): (Double, Double) = (0, 0)
    for index in spoilt.indices {
      let noise = Double(spoilt[index] - clean[index])
      sum += noise
      squares += noise * noise
    }
    let count = Double(spoilt.count)
    let spread = (squares / count - (sum / count) * (sum / count)).squareRoot()
    #expect(abs(sum / count) < 0.02)
    #expect(abs(spread - 0.5) < 0.02)
  }

  @Test(arguments: [Float(0.1), 0.5, 1])
  func maskingTakesItsShareOfWholePixels(amount: Float) {
    let spoilt = Corruption(.masking, amount: amount).applied(to: images, seed: 1, step: 1).values
    let clean = images.values
    var masked = 0
    for pixel in stride(from: 0, to: spoilt.count, by: 2) {
      let isMasked = spoilt[pixel] == 0
      #expect(isMasked == (spoilt[pixel + 1] == 0))
      if isMasked { masked += 1 } else { #expect(spoilt[pixel] == clean[pixel]) }
    }
    let share = Float(masked) / Float(spoilt.count / 2)
    #expect(abs(share - amount) < 0.02)
  }

  @Test func saltAndPepperAreTheExtremesInEvenShares() {
    let spoilt = Corruption(.saltAndPepper, amount: 0.4).applied(to: images, seed: 1, step: 1)
      .values
    let clean = images.values
    var (salt, pepper, other) = (0, 0, 0)
    for pixel in stride(from: 0, to: spoilt.count, by: 2) {
      let pair = (spoilt[pixel], spoilt[pixel + 1])
      if pair == (7, 7) {
        salt += 1
      } else if pair == (1, 1) {
        pepper += 1
      } else if pair != (clean[pixel], clean[pixel + 1]) {
        other += 1
      }
    }
    let pixels = Float(spoilt.count / 2)
    #expect(other == 0)
    #expect(abs(Float(salt) / pixels - 0.2) < 0.02)
    #expect(abs(Float(pepper) / pixels - 0.2) < 0.02)
  }

  @Test func theSameStepIsSpoiltAlike() {
    let corruption = Corruption(.masking)
    let once = corruption.applied(to: images, seed: 3, step: 5)
    #expect(corruption.applied(to: images, seed: 3, step: 5) == once)
    #expect(corruption.applied(to: images, seed: 3, step: 6) != once)
    #expect(corruption.applied(to: images, seed: 4, step: 5) != once)
  }
}
