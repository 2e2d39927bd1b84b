import Foundation
import Networks
import Tensors
import Testing

/// Whole training steps against PyTorch in float64 (`Fixtures/gradients.py`).
@Suite struct ReferenceGradientTests {
  struct Step: Decodable, Sendable, CustomTestStringConvertible {
    struct Gradient: Decodable, Sendable {
      let name: String
      let norm: Double
      let sample: [Double]
    }

    let name: String
    let batch: Int
    let loss: Double
    let gradients: [Gradient]
    var testDescription: String { name }
  }

  static let steps: [Step] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/gradients.json")
    let data = (try? Data(contentsOf: file)) ?? Data()
    return (try? JSONDecoder().decode([Step].self, from: data)) ?? []
  }()

  static let architectures: [String: Architecture] = [
    "aep": .aep(), "mnist": .mnist(),
    "odd": Architecture(
      inputShape: [12, 20, 3],
      encoder: [
        .convolution(channels: 7, kernel: 5, stride: 2), .leakyRelu(slope: 0.125),
        .batchNormalisation, .convolution(channels: 9, kernel: 1, stride: 1), .tanh,
        .convolution(channels: 33, kernel: 3, stride: 2), .batchNormalisation,
        .leakyRelu(slope: 0.125), .dense(units: 11), .sigmoid,
      ],
      decoder: [
        .dense(units: 135), .batchNormalisation, .tanh, .reshape([3, 5, 9]),
        .transposedConvolution(channels: 17, kernel: 5, stride: 2), .relu,
        .transposedConvolution(channels: 6, kernel: 3, stride: 2), .batchNormalisation, .sigmoid,
        .transposedConvolution(channels: 3, kernel: 7, stride: 1),
      ]),
  ]

  @Test func fixtureIsThere() {
    #expect(Self.steps.map(\.name) == ["aep", "mnist", "odd"])
  }

  @Test(arguments: steps) func stepHasTheReferenceGradients(step: Step) throws {
    let architecture = try #require(Self.architectures[step.name])
    let model = Autoencoder(architecture, seed: 1, workers: Workers(threads: 2))
    fill(model)
    let batch = uniformTensor([step.batch] + architecture.inputShape, seed: 1)
    let loss = try model.step(batch)
    #expect(abs(loss / step.loss - 1) < 1e-5)
    #expect(model.parameters.map(\.name) == step.gradients.map(\.name))
    // Where a rectifier's input is a rounding error away from zero, PyTorch's own float32 gradients
    // of the deep network differ from its float64 ones by as much.
    let limit = step.name == "aep" ? 3e-3 : 1e-4
    for (parameter, reference) in zip(model.parameters, step.gradients) {
      let gradient = parameter.gradient.values
      let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      let stride = max(1, gradient.count / 48)
      let sample = reference.sample.indices.map { gradient[$0 * stride] }
      // Noise where the true gradient all but vanishes, as that of a shift before a linear layer
      // that is normalised again.
      guard reference.norm > 1e-6 else { continue }
      #expect(abs(norm / reference.norm - 1) < limit, "\(parameter.name)")
      #expect(relativeError(sample, reference.sample) < limit, "\(parameter.name)")
    }
  }

  /// The weights of the fixture, spread as its script spreads them.
  private func fill(_ model: Autoencoder) {
    var seed: UInt64 = 1
    for parameter in model.parameters {
      seed += 1
      let shape = parameter.values.shape
      let role = parameter.name.split(separator: ".").last
      var (centre, spread) = (role == "scale" ? 1.0 : 0, role == "bias" ? 0.2 : 0.3)
      if role == "weights" {
        centre = 0
        spread = (6 / fanIn(parameter.name, shape, model.architecture)).squareRoot()
      }
      parameter.values = uniformTensor(shape, seed: seed, centre: centre, spread: spread)
    }
  }

  private func fanIn(_ name: String, _ shape: [Int], _ architecture: Architecture) -> Double {
    let parts = name.split(separator: ".")
    let layers = parts[0] == "encoder" ? architecture.encoder : architecture.decoder
    let index = Int(parts[1]) ?? 0
    if case .transposedConvolution(_, let kernel, let stride, _) = layers[index] {
      return Double(kernel * kernel * shape[3]) / Double(stride * stride)
    }
    return Double(shape.dropLast().reduce(1, *))
  }
}
