import Networks
import Tensors
import Testing

/// Parts of a trained encoder outside training.
@Suite struct EncoderPartTests {
  private static let encoders: [[Layer]] = [
    Architecture.aep(bands: 2, size: 16, code: 6).encoder, Architecture.mnist().encoder,
    Architecture.aep(bands: 2, size: 16, code: 6, grid: .centred).encoder,
    [
      .dense(units: 7), .batchNormalisation, .tanh, .dropout(rate: 0.5), .dense(units: 4),
      .batchNormalisation, .sigmoid,
    ],
    [
      .transposedConvolution(channels: 3, kernel: 3, stride: 2), .batchNormalisation, .relu,
      .dense(units: 4), .relu,
    ],
  ]

  private func trained(_ encoder: [Layer]) throws -> Autoencoder {
    let model = Autoencoder(
      Architecture(inputShape: [16, 16, 2], encoder: encoder, decoder: [.dense(units: 512)]),
      seed: 5)
    for seed in 1...3 { _ = try model.step(normal([12, 16, 16, 2], seed: UInt64(seed))) }
    return model
  }

  @Test(arguments: encoders)
  func theWholePartIsTheEncoder(encoder: [Layer]) throws {
    let model = try trained(encoder)
    let batch = normal([5, 16, 16, 2], seed: 9)
    let codes = model.encode(batch)
    let outputs = try EncoderPart(of: model).outputs(batch)
    let size = codes.values.map { abs($0) }.max() ?? 0
    #expect(
      zip(codes.values, outputs.values).allSatisfy { abs($0 - $1) < 1e-4 * max(size, 1) })
  }

  /// The gradient is the slope of the number outside training, normalisations and all.
  @Test(arguments: encoders)
  func theGradientIsTheSlope(encoder: [Layer]) throws {
    let model = try trained(encoder)
    let part = try EncoderPart(of: model, activations: .butTheLast)
    var image = normal([1, 16, 16, 2], seed: 4)
    let units = part.outputShape[2]
    var wanted = Tensor(zeros: [1, 1, 1, units])
    wanted[0, 0, 0, units - 1] = 1
    let gradient = try part.gradient(at: image, of: wanted).gradient.values
    let scale = gradient.map { abs($0) }.max() ?? 0
    #expect(scale > 0)
    for index in stride(from: 3, to: image.count, by: 61) {
      func number(_ change: Float) -> Double {
        image.withUnsafeMutableValues { $0[index] += change }
        defer { image.withUnsafeMutableValues { $0[index] -= change } }
        return Double(part.outputs(image).values[units - 1])
      }
      let slope = (number(5e-3) - number(-5e-3)) / 1e-2
      // A rectifier may turn within the step.
      #expect(abs(slope - Double(gradient[index])) < 0.05 * Double(scale) + 1e-3)
    }
  }

  @Test func aFirstPartMakesMaps() throws {
    let model = Autoencoder(.mnist(code: 3), seed: 1)
    let part = try EncoderPart(of: model, through: 1)
    #expect(part.outputShape == [14, 14, 32])
    let maps = part.outputs(normal([2, 28, 28, 1], seed: 1))
    #expect(maps.shape == [2, 14, 14, 32] && maps.values.allSatisfy { $0 >= 0 })
    #expect(maps.values.contains { $0 > 0 })
  }
}
