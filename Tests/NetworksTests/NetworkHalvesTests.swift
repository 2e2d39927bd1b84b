import Tensors
import Testing

import Networks

/// Two networks in a row are one network: forward and backward in halves against the whole.
@Suite struct NetworkHalvesTests {
  private static let encoder: [Layer] = [
    .convolution(channels: 5, kernel: 3, stride: 2), .batchNormalisation, .leakyRelu(slope: 0.1),
    .convolution(channels: 7, kernel: 3, stride: 2), .tanh,
  ]

  private static let codes: [[Layer]] = [
    [.dense(units: 4), .batchNormalisation], [.dense(units: 4), .sigmoid], [.dense(units: 4)],
    [.dense(units: 4), .relu, .dropout(rate: 0.4)], [],
    [.batchNormalisation, .relu],
  ]

  @Test(arguments: codes)
  func halvesGiveTheGradientsOfTheWhole(code: [Layer]) throws {
    let architecture = Architecture(
      inputShape: [8, 8, 2], encoder: Self.encoder + code,
      decoder: [
        .dense(units: 28), .relu, .reshape([2, 2, 7]),
        .transposedConvolution(channels: 5, kernel: 3, stride: 2), .batchNormalisation, .relu,
        .transposedConvolution(channels: 2, kernel: 3, stride: 2),
      ])
    let whole = Autoencoder(architecture, seed: 3)
    let (encoder, decoder) = try halves(of: whole)
    for seed in 1...2 {
      let batch = normal([9, 8, 8, 2], seed: UInt64(seed))
      let loss = try whole.step(batch)

      let codes = try encoder.forward(batch)
      let input = codes.reshaped(to: [9] + decoder.inputShape)
      let other = try decoder.step(input, target: batch)
      let gradient = decoder.inputGradient(images: 9)
      try encoder.backward(gradient.reshaped(to: codes.shape))

      #expect(abs(loss - other) < 1e-6 * loss)
      for (a, b) in zip(whole.parameters, encoder.parameters + decoder.parameters) {
        #expect(a.name == b.name)
        let size = a.gradient.values.map { abs($0) }.max() ?? 0
        let worst = zip(a.gradient.values, b.gradient.values).map { abs($0 - $1) }.max() ?? 1
        #expect(worst <= 2e-6 + 1e-5 * size, "\(a.name): \(worst) of \(size)")
      }
      #expect(whole.state.count == encoder.state.count + decoder.state.count)
    }
  }

  @Test func theInputsGradientIsTheSlopeOfTheLoss() throws {
    let network = Network(
      inputShape: [6, 6, 2],
      [.init("net", [.convolution(channels: 3, kernel: 3), .tanh, .dense(units: 2)])],
      loss: .softmaxCrossEntropy, passesGradient: true, seed: 4)
    let batch = normal([5, 6, 6, 2], seed: 9)
    let target = Tensor(
      (0..<5).flatMap { $0 % 2 == 0 ? [1, 0] : [0.3, 0.7] }, shape: [5, 1, 1, 2])
    _ = try network.step(batch, target: target)
    let gradient = network.inputGradient(images: 5).values
    for index in stride(from: 0, to: batch.count, by: 37) {
      func loss(_ change: Float) -> Double {
        var moved = batch
        moved.withUnsafeMutableValues { $0[index] += change }
        return network.loss(moved, target: target)
      }
      let slope = (loss(1e-2) - loss(-1e-2)) / 2e-2
      #expect(abs(slope - Double(gradient[index])) < 2e-4)
    }
  }

  private func halves(of whole: Autoencoder) throws -> (Network, Network) {
    let architecture = whole.architecture
    let code = architecture.codeShape
    let encoder = Network(
      inputShape: architecture.inputShape, [architecture.sections[0]], loss: nil, seed: 3)
    let decoder = Network(
      inputShape: code.count == 3 ? code : [1, 1, code[0]], [architecture.sections[1]],
      loss: .meanSquaredError, outputShape: architecture.inputShape, passesGradient: true, seed: 3)
    let tensors = Dictionary(
      uniqueKeysWithValues: whole.network.content.map { ($0.name, $0.values) })
    try encoder.restore(tensors)
    try decoder.restore(tensors)
    return (encoder, decoder)
  }
}

/// Normal numbers.
func normal(_ shape: [Int], seed: UInt64) -> Tensor {
  var numbers = RandomNumbers(seed: seed)
  return Tensor((0..<shape.reduce(1, *)).map { _ in Float(numbers.normal()) }, shape: shape)
}
