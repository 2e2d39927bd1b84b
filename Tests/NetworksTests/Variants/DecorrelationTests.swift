import Networks
import Tensors
import Testing

/// The price on code units that follow each other.
@Suite struct DecorrelationTests {
  private func codes(_ images: Int, _ units: Int, seed: UInt64) -> [Float] {
    var random = RandomNumbers(seed: seed)
    return (0..<images * units).map { _ in Float(random.normal()) }
  }

  @Test func hasThePriceByHand() {
    // Two images, two units that are one: moments are 1 everywhere, off by one in two of four.
    var gradient = [Float](repeating: 0, count: 4)
    let price = Decorrelation(weight: 3).price(of: [1, 1, -1, -1], units: 2, gradient: &gradient)
    #expect(abs(price - 1.5) < 1e-6)
    // Uncorrelated units of spread one cost nothing.
    gradient = [0, 0, 0, 0, 0, 0, 0, 0]
    let free = Decorrelation(weight: 3).price(
      of: [1, 1, 1, -1, -1, 1, -1, -1], units: 2, gradient: &gradient)
    #expect(free == 0 && gradient.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [(2, 1), (5, 3), (16, 30), (64, 7)])
  func theGradientIsTheSlope(images: Int, units: Int) {
    let codes = codes(images, units, seed: 4)
    let price = Decorrelation(weight: 0.7)
    var gradient = [Float](repeating: 0.25, count: codes.count)
    _ = price.price(of: codes, units: units, gradient: &gradient)
    for index in stride(from: 0, to: codes.count, by: max(1, codes.count / 17)) {
      func moved(_ step: Float) -> Double {
        var (other, unused) = (codes, gradient)
        other[index] += step
        return price.price(of: other, units: units, gradient: &unused)
      }
      let slope = (moved(0.01) - moved(-0.01)) / 0.02
      #expect(abs(slope - Double(gradient[index] - 0.25)) < 2e-3 * (1 + abs(slope)))
    }
  }

  @Test func unitsGoApart() throws {
    // Images of one brightness each: without the price every unit says the same.
    var architecture = Architecture.dense(
      inputShape: [4, 4, 1], widths: [16], code: 4, loss: .meanSquaredError)
    architecture.encoder.append(.batchNormalisation)
    func correlation(_ weight: Float) throws -> Double {
      var variant = Variant(.decorrelated)
      variant.decorrelation = weight
      let model = try VariantAutoencoder(architecture, variant: variant, seed: 2)
      var random = RandomNumbers(seed: 5)
      let images = Tensor(
        (0..<64).flatMap { image -> [Float] in
          let light = Float(random.normal())
          return (0..<16).map { _ in light + 0.3 * Float(random.normal()) }
        }, shape: [64, 4, 4, 1])
      var optimiser = Adam()
      for _ in 0..<200 {
        _ = try model.step(images, target: images, weights: nil)
        optimiser.update(model.parameters, learningRate: 0.01)
      }
      let codes = model.encode(images).values
      var unused = [Float](repeating: 0, count: codes.count)
      return Decorrelation(weight: 1).price(of: codes, units: 4, gradient: &unused)
    }
    #expect(try correlation(1) < 0.5 * correlation(1e-9))
  }
}
