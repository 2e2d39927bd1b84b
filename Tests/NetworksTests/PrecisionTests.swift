import Networks
import Tensors
import Testing

/// Whole steps in bfloat16 beside those in float32.
///
/// Every product's factors are off by up to 2⁻⁹ of themselves, at random, so that sums are off by as
/// much of their size, layer after layer: gradients of shallow networks by a hundredth. In a deep one
/// rectifiers near zero turn the other way; there PyTorch's gradients under autocast are off by up to a
/// fifth at the encoder as well.
@Suite struct PrecisionTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let architecture: Architecture
    /// The most that a parameter's gradient is off, as a part of its length.
    let limit: Double
    var testDescription: String { name }
  }

  private static let smooth = Architecture(
    inputShape: [9, 7, 5],
    encoder: [
      .convolution(channels: 11, kernel: 3, stride: 2), .tanh, .dense(units: 6),
      .batchNormalisation,
    ],
    decoder: [
      .dense(units: 9 * 7 * 3), .reshape([9, 7, 3]), .batchNormalisation, .sigmoid,
      .transposedConvolution(channels: 5, kernel: 5),
    ])

  @Test(arguments: [
    Case(name: "smooth", architecture: smooth, limit: 0.02),
    Case(name: "mnist", architecture: .mnist(), limit: 0.1),
    Case(name: "aep", architecture: .aep(), limit: 0.25),
  ])
  func gradientsAreThoseOfFloat32WithinRounding(testCase: Case) throws {
    let batch = uniformTensor([16] + testCase.architecture.inputShape, seed: 5)
    let models = Autoencoder.Precision.allCases.map {
      Autoencoder(testCase.architecture, seed: 3, precision: $0)
    }
    let losses = try models.map { try $0.step(batch) }
    #expect(abs(losses[1] / losses[0] - 1) < 0.01)
    // A direction that hardly matters, as a shift before what is normalised again, has a gradient
    // of rounding errors.
    let longest = models[0].parameters.map { length($0.gradient.values) }.max() ?? 0
    for (exact, rounded) in zip(models[0].parameters, models[1].parameters) {
      let (a, b) = (exact.gradient.values, rounded.gradient.values)
      let error = length(zip(a, b).map { $0 - $1 })
      #expect(error < testCase.limit * length(a) + 1e-3 * longest, "\(exact.name)")
      #expect(error > 0, "\(exact.name)")
    }
  }

  /// The very same weights encode, reconstruct and are judged alike, however they go on learning.
  @Test(arguments: [smooth, .mnist()]) func inferenceIsFloat32(architecture: Architecture) throws {
    let batch = uniformTensor([5] + architecture.inputShape, seed: 6)
    let (one, other) = (
      Autoencoder(architecture, seed: 3), Autoencoder(architecture, seed: 3, precision: .bfloat16)
    )
    for _ in 0..<2 {
      #expect(one.encode(batch) == other.encode(batch))
      #expect(one.reconstruct(batch) == other.reconstruct(batch))
      #expect(one.loss(batch) == other.loss(batch))
      _ = try other.step(batch)
      var content: [String: Tensor] = [:]
      for named in other.state { content[named.name] = named.values }
      for parameter in other.parameters { content[parameter.name] = parameter.values }
      try one.restore(content)
    }
  }

  @Test func notANumberInGivesNoFiniteLoss() throws {
    for value in [Float.nan, .infinity] {
      let model = Autoencoder(Self.smooth, seed: 1, precision: .bfloat16)
      var batch = uniformTensor([4] + Self.smooth.inputShape, seed: 2)
      batch.withUnsafeMutableValues { $0[5] = value }
      #expect(try !model.step(batch).isFinite)
    }
  }

  @Test func variantsLearnInBfloat16Too() throws {
    let batch = uniformTensor([12] + Self.smooth.inputShape, seed: 7)
    let steps = try [1, 2].map { threads in
      let model = try VariantAutoencoder(
        Self.smooth, variant: Variant(.variational), seed: 2, workers: Workers(threads: threads),
        precision: .bfloat16)
      var adam = Adam()
      return try (0..<12).map { _ in
        let loss = try model.step(batch, target: batch, weights: nil)
        adam.update(model.parameters, learningRate: 0.01)
        return loss
      }
    }
    #expect(steps[0] == steps[1] && steps[0][11] < 0.9 * steps[0][0])
  }

  private func length(_ numbers: [Float]) -> Double {
    numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
