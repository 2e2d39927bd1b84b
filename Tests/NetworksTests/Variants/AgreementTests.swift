import Foundation
import Networks
import Tensors
import Testing

/// The price on codes of two views that point different ways.
@Suite struct AgreementTests {
  private func price(
    _ codes: [Float], units: Int, temperature: Float = 0.5, weight: Float = 1
  ) -> (price: Double, gradient: [Float]) {
    var gradient = [Float](repeating: 0, count: codes.count)
    let price = Agreement(temperature: temperature).price(
      of: codes, units: units, weight: weight, gradient: &gradient)
    return (price, gradient)
  }

  /// Two images at right angles whose views agree: each view sees e² at its partner and 1 at both
  /// strangers.
  @Test func hasThePriceByHand() {
    let found = price([1, 0, 0, 3, 2, 0, 0, 1], units: 2)
    #expect(abs(found.price - log((exp(2) + 2) / exp(2))) < 1e-6)
    // One image has no strangers.
    #expect(abs(price([1, 2, -1, 0.5], units: 2).price) < 1e-6)
    let thrice = price([1, 0, 0, 3, 2, 0, 0, 1], units: 2, weight: 3)
    #expect(abs(thrice.price / found.price - 3) < 1e-6)
  }

  @Test func lengthHasNoSay() {
    let codes = normal([8, 3], seed: 5).values
    let longer = codes.enumerated().map { $1 * Float(1 + $0 / 3) }
    #expect(abs(price(codes, units: 3).price - price(longer, units: 3).price) < 1e-5)
    // No pull along a code.
    let gradient = price(codes, units: 3).gradient
    for view in 0..<8 {
      let along = (0..<3).reduce(Float(0)) { $0 + codes[view * 3 + $1] * gradient[view * 3 + $1] }
      #expect(abs(along) < 1e-6)
    }
  }

  @Test(arguments: [(2, 1), (4, 3), (10, 5), (32, 8)])
  func theGradientIsTheSlope(views: Int, units: Int) {
    let codes = normal([views, units], seed: 7).values
    let gradient = price(codes, units: units, weight: 0.7).gradient
    for index in stride(from: 0, to: codes.count, by: max(1, codes.count / 23)) {
      func moved(_ step: Float) -> Double {
        var other = codes
        other[index] += step
        return price(other, units: units, weight: 0.7).price
      }
      let slope = (moved(0.005) - moved(-0.005)) / 0.01
      #expect(abs(slope - Double(gradient[index])) < 2e-3 * (1 + abs(slope)))
    }
  }

  /// Views of one brightness pattern come to agree though the patterns move about.
  @Test func codesOfTwoViewsComeTogether() throws {
    let images = normal([24, 12, 12, 1], seed: 9)
    let model = try VariantAutoencoder(
      .dense(inputShape: [12, 12, 1], widths: [32], code: 4, loss: .meanSquaredError),
      variant: Variant(.consistent), seed: 3)
    let before = model.loss(images, target: images, weights: nil)
    var optimiser = Adam()
    for _ in 0..<150 {
      _ = try model.step(images, target: images, weights: nil)
      optimiser.update(model.parameters, learningRate: 0.005)
    }
    #expect(model.loss(images, target: images, weights: nil) < before - 0.5)
  }

  @Test func aSpreadAndAnAgreementExcludeEachOther() {
    var variant = Variant(.consistent)
    variant.beta = 1
    #expect(
      message { try variant.check() }
        == "cannot train the consistent variant with both a beta and a consistency weight: a code "
        + "with a spread has no direction to agree on")
    variant.beta = nil
    variant.consistency?.temperature = 0
    #expect(
      message { try variant.check() }
        == "cannot train the consistent variant with a temperature of 0.0: it must lie between 0.01 "
        + "and 100.0")
  }
}
