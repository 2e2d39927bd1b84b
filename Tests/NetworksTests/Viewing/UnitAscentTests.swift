import Networks
import Tensors
import Testing

/// Images that maximise a unit, where it is known by hand which they are.
@Suite struct UnitAscentTests {
  private func linear(_ weights: [Float], units: Int, then: [Layer] = []) throws -> Autoencoder {
    let pixels = weights.count / units
    let side = Int(Double(pixels).squareRoot())
    let model = Autoencoder(
      Architecture(
        inputShape: [side, side, 1], encoder: [.dense(units: units)] + then,
        decoder: [.dense(units: pixels)]), seed: 1)
    var tensors = Dictionary(
      (model.parameters.map { ($0.name, $0.values) })
    ) { first, _ in first }
    tensors["encoder.0.weights"] = Tensor(weights, shape: [pixels, units])
    tensors["encoder.0.bias"] = Tensor([Float](repeating: -50, count: units), shape: [units])
    try model.restore(tensors)
    return model
  }

  /// w·x under ‖x‖ ≤ L is largest for x = L·w/‖w‖, however low the bias and whatever is rectified.
  @Test(arguments: [[], [Layer.relu], [.sigmoid]])
  func ofALinearUnitItIsTheWeightsThemselves(then: [Layer]) throws {
    // Unit 0 weighs (3, 0, 0, 4), unit 1 (−1, 1, −1, 1): lengths 5 and 2.
    let model = try linear([3, -1, 0, 1, 0, -1, 4, 1], units: 2, then: then)
    let made = try UnitAscent(length: 10, smoothing: 0).images(of: model)
    #expect(made.images.shape == [2, 2, 2, 1])
    for (found, expected) in zip(made.images.values, [6, 0, 0, 8, -5, 5, -5, 5]) {
      #expect(abs(found - Float(expected)) < 0.05)
    }
    #expect(abs(made.numbers[0] - 0) < 0.05)
    #expect(abs(made.numbers[1] - (20 - 50)) < 0.05)
  }

  /// Within 0…1 and ‖x‖ ≤ 1, of the weights (3, −2, 0, 4) only the positive ones are drawn.
  @Test func pixelsStayWithinTheirLimits() throws {
    let model = try linear([3, -2, 0, 4], units: 1)
    let made = try UnitAscent(length: 1, limits: 0...1, smoothing: 0).images(of: model)
    for (found, expected) in zip(made.images.values, [0.6, 0, 0, 0.8]) {
      #expect(abs(found - Float(expected)) < 0.01)
    }
  }

  @Test func smoothingBringsNeighboursTogether() throws {
    var weights = [Float](repeating: 0, count: 64)
    weights[27] = 1
    func roughness(_ smoothing: Float) throws -> Float {
      let made = try UnitAscent(length: 1, smoothing: smoothing).images(
        of: try linear(weights, units: 1))
      let values = made.images.values
      return (0..<64).filter { $0 % 8 < 7 }.reduce(0) {
        $0 + (values[$1 + 1] - values[$1]) * (values[$1 + 1] - values[$1])
      }
    }
    #expect(try roughness(0.05) < 0.7 * roughness(0))
  }

  @Test func theSameSeedMakesTheSameOnAnyWorkers() throws {
    let model = Autoencoder(.mnist(code: 3), seed: 4)
    let ascent = UnitAscent(length: 5, limits: 0...1, steps: 12)
    let once = try ascent.images(of: model, workers: Workers(threads: 1))
    let again = try ascent.images(of: model, workers: Workers(threads: 3))
    #expect(once.images == again.images && once.numbers == again.numbers)
    // What was made moves the unit further than the noise it began with.
    var few = ascent
    few.steps = 1
    let begun = try few.images(of: model)
    #expect(zip(once.numbers, begun.numbers).allSatisfy { $0 > $1 })
  }
}
