import Networks
import Tensors
import Testing

/// One law, many layers: a gradient is the slope of the loss, measured in double precision on the
/// layers as they are defined.
@Suite struct LayerGradientTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let shape: [Int]
    let encoder: [Layer]
    var decoder: [Layer] = []
    var loss = Loss.meanSquaredError
    var images = 3
    var testDescription: String { "\(shape): \(encoder) \(decoder) \(loss)" }
  }

  @Test(arguments: [
    Case(shape: [5, 7, 3], encoder: [.convolution(channels: 3)]),
    Case(
      shape: [6, 4, 2], encoder: [.convolution(channels: 9, kernel: 5, stride: 2)],
      decoder: [.transposedConvolution(channels: 2, stride: 2)]),
    Case(
      shape: [8, 12, 2],
      encoder: [
        .convolution(channels: 5, stride: 2, phase: 1), .tanh,
        .convolution(channels: 4, kernel: 5, stride: 2, phase: 1),
      ],
      decoder: [
        .transposedConvolution(channels: 3, stride: 2, phase: 1), .tanh,
        .transposedConvolution(channels: 2, kernel: 5, stride: 2, phase: 1),
      ]),
    Case(
      shape: [4, 6, 1], encoder: [.convolution(channels: 17, kernel: 1, stride: 2)],
      decoder: [.transposedConvolution(channels: 1, kernel: 1, stride: 2)]),
    Case(
      shape: [6, 6, 4], encoder: [.convolution(channels: 40, kernel: 7)],
      decoder: [.transposedConvolution(channels: 4, kernel: 5)]),
    Case(shape: [1, 1, 8], encoder: [.dense(units: 5)], decoder: [.dense(units: 8)]),
    Case(
      shape: [3, 5, 2], encoder: [.dense(units: 70), .batchNormalisation, .tanh],
      decoder: [.dense(units: 30), .reshape([3, 5, 2])], images: 9),
    Case(
      shape: [4, 4, 3],
      encoder: [.convolution(channels: 6), .batchNormalisation, .leakyRelu(slope: 0.25)],
      decoder: [.convolution(channels: 3), .batchNormalisation]),
    Case(
      shape: [4, 4, 2], encoder: [.batchNormalisation, .convolution(channels: 3), .relu],
      decoder: [.batchNormalisation, .sigmoid, .tanh, .convolution(channels: 2), .sigmoid]),
    Case(
      shape: [4, 4, 4], encoder: [.convolution(channels: 4, stride: 2), .tanh, .reshape([16])],
      decoder: [.reshape([4, 4, 1]), .convolution(channels: 4), .batchNormalisation]),
    Case(
      shape: [4, 4, 2],
      encoder: [.convolution(channels: 8, stride: 2), .relu, .reshape([4, 4, 2])],
      decoder: [.transposedConvolution(channels: 2)]),
    Case(
      shape: [5, 3, 2], encoder: [.convolution(channels: 4), .tanh],
      decoder: [.convolution(channels: 2)], loss: .binaryCrossEntropy),
    Case(
      shape: [3, 3, 4], encoder: [.convolution(channels: 5), .tanh],
      decoder: [.convolution(channels: 4)], loss: .softmaxCrossEntropy),
  ]) func gradientIsTheSlope(of testCase: Case) throws {
    try expectGradient(of: testCase)
  }

  @Test func weightedGradientIsTheSlope() throws {
    try expectGradient(
      of: Case(
        shape: [4, 5, 3], encoder: [.convolution(channels: 4), .tanh],
        decoder: [.convolution(channels: 3)]), weighted: true)
    try expectGradient(
      of: Case(
        shape: [4, 5, 3], encoder: [.convolution(channels: 4), .tanh],
        decoder: [.convolution(channels: 3)], loss: .binaryCrossEntropy), weighted: true)
  }

  private func expectGradient(of testCase: Case, weighted: Bool = false) throws {
    let architecture = Architecture(
      inputShape: testCase.shape, encoder: testCase.encoder, decoder: testCase.decoder,
      loss: testCase.loss)
    let model = Autoencoder(architecture, seed: 5, workers: Workers(threads: 2))
    for (index, parameter) in model.parameters.enumerated() where !parameter.decays {
      let centre = parameter.name.hasSuffix("scale") ? 1.0 : 0
      parameter.values = uniformTensor(
        parameter.values.shape, seed: UInt64(100 + index), centre: centre, spread: 0.3)
    }
    var batch = uniformTensor([testCase.images] + testCase.shape, seed: 7)
    if testCase.loss == .softmaxCrossEntropy { makeProbabilities(&batch) }
    let weights = weighted ? uniformTensor(batch.shape, seed: 8) : nil
    let loss = try model.step(batch, weights: weights)

    var reference = ReferenceNetwork(model)
    let images = rows(of: batch)
    let input = ReferenceNetwork.Batch(shape: testCase.shape, images: images)
    let weighting = weights.map(rows)
    #expect(abs(loss - reference.loss(input, weighting: weighting)) < 1e-5 * loss)
    for parameter in model.parameters {
      let count = parameter.values.count
      let places = stride(from: 0, to: count, by: max(1, count / 20))
      let slopes = places.map { place in
        let slope = { (step: Double) in
          let value = reference.weights[parameter.name]?[place] ?? 0
          reference.weights[parameter.name]?[place] = value + step
          defer { reference.weights[parameter.name]?[place] = value }
          return reference.loss(input, weighting: weighting)
        }
        return (slope(1e-5) - slope(-1e-5)) / 2e-5
      }
      let gradient = parameter.gradient.values
      let error = zip(places, slopes).reduce(0) { max($0, abs(Double(gradient[$1.0]) - $1.1)) }
      let size = slopes.reduce(0) { max($0, abs($1)) }
      #expect(error <= 1e-4 * size + 1e-7, "\(parameter.name): \(error) of \(size)")
    }
  }

  private func rows(of tensor: Tensor) -> [[Double]] {
    let values = tensor.values.map(Double.init)
    return stride(from: 0, to: values.count, by: tensor.stride).map {
      Array(values[$0..<$0 + tensor.stride])
    }
  }

  private func makeProbabilities(_ batch: inout Tensor) {
    let channels = batch.shape[3]
    batch.withUnsafeMutableValues { values in
      for start in stride(from: 0, to: values.count, by: channels) {
        let sum = values[start..<start + channels].reduce(0, +)
        for index in start..<start + channels { values[index] /= sum }
      }
    }
  }
}
