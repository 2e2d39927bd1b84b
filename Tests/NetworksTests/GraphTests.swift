import Tensors
import Testing

import Networks

/// Networks that branch and join.
@Suite struct GraphTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let layers: [Layer]
    var shape = [4, 6, 2]
    var testDescription: String { "\(layers)" }
  }

  static let cases = [
    Case(layers: [.convolution(channels: 2), .add("input"), .tanh]),
    Case(layers: [
      .convolution(channels: 3), .tanh, .convolution(channels: 3), .add("net.1"), .sigmoid,
    ]),
    Case(layers: [
      .convolution(channels: 3), .tanh, .convolution(channels: 4), .concatenate("net.1"),
    ]),
    // A branch with a convolution of its own; a place between a convolution and its normalisation.
    Case(layers: [
      .convolution(channels: 3), .batchNormalisation, .tanh, .convolution(channels: 3), .tanh,
      .from("net.0"), .convolution(channels: 3, kernel: 1), .add("net.4"), .batchNormalisation,
      .sigmoid, .convolution(channels: 2),
    ]),
    // A network that goes down and up again.
    Case(
      layers: [
        .convolution(channels: 4, stride: 2), .batchNormalisation, .tanh,
        .convolution(channels: 5, stride: 2), .batchNormalisation, .tanh,
        .transposedConvolution(channels: 4, stride: 2), .batchNormalisation, .tanh,
        .concatenate("net.2"), .transposedConvolution(channels: 3, stride: 2), .batchNormalisation,
        .tanh, .concatenate("input"), .convolution(channels: 3, kernel: 1),
      ], shape: [8, 4, 2]),
    // Numbers read three times, one of them added to themselves, across a dense layer.
    Case(layers: [
      .convolution(channels: 2), .tanh, .add("net.1"), .add("net.1"), .dense(units: 48), .tanh,
      .reshape([4, 6, 2]), .add("net.1"), .concatenate("input"), .convolution(channels: 2),
    ]),
  ]

  /// The gradient of every weight and of the input against slopes of Σ weight · output.
  @Test(arguments: cases) func gradientIsTheSlope(of testCase: Case) throws {
    let network = make(testCase.layers, shape: testCase.shape)
    let batch = normal([3] + testCase.shape, seed: 5)
    let out = try network.forward(batch)
    let pull = normal(out.shape, seed: 6)
    try network.backward(pull)
    func value(_ input: Tensor) throws -> Double {
      let out = try network.forward(input)
      return zip(out.values, pull.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    func expect(_ gradient: Float, _ low: Double, _ high: Double, _ what: String) {
      let slope = (high - low) / 2e-2
      #expect(
        abs(slope - Double(gradient)) < 2e-2 + 2e-2 * abs(slope), "\(what): \(slope), \(gradient)")
    }
    let gradients = network.parameters.map(\.gradient)
    let inputGradient = network.inputGradient(images: 3)
    for (parameter, gradient) in zip(network.parameters, gradients) {
      let kept = parameter.values
      for index in stride(from: 0, to: kept.count, by: max(1, kept.count / 5)) {
        parameter.values.withUnsafeMutableValues { $0[index] += 1e-2 }
        let high = try value(batch)
        parameter.values = kept
        parameter.values.withUnsafeMutableValues { $0[index] -= 1e-2 }
        let low = try value(batch)
        parameter.values = kept
        expect(gradient.values[index], low, high, "\(parameter.name) \(index)")
      }
    }
    for index in stride(from: 0, to: batch.count, by: 13) {
      var moved = batch
      moved.withUnsafeMutableValues { $0[index] += 1e-2 }
      let high = try value(moved)
      moved.withUnsafeMutableValues { $0[index] -= 2e-2 }
      expect(inputGradient.values[index], try value(moved), high, "input \(index)")
    }
  }

  /// Several threads and none give the same bits, in training and inference.
  @Test(arguments: cases) func threadsChangeNoBit(of testCase: Case) throws {
    let batch = normal([19] + testCase.shape, seed: 7)
    let runs = try [1, 2, 3].map { threads in
      let network = make(testCase.layers, shape: testCase.shape, threads: threads)
      let out = try network.forward(batch)
      try network.backward(normal(out.shape, seed: 8))
      return [out, network.inputGradient(images: 19), network.outputs(batch)]
        + network.parameters.map(\.gradient)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  /// Sum and concatenation of what is known: a kernel of one pixel that is the identity.
  @Test func joinsAreWhatTheySay() throws {
    let network = Network(
      inputShape: [2, 1, 2],
      [.init("net", [.convolution(channels: 2, kernel: 1), .add("input"), .concatenate("net.0")])],
      loss: nil, seed: 1)
    try network.restore([
      "net.0.weights": Tensor([1, 0, 0, 10] as [Float], shape: [1, 1, 2, 2]),
      "net.0.bias": Tensor([0, 1] as [Float], shape: [2]),
    ])
    let out = network.outputs(Tensor([1, 2, 3, 4] as [Float], shape: [1, 2, 1, 2]))
    #expect(out.shape == [1, 2, 1, 4])
    #expect(out.values == [2, 23, 1, 21, 6, 45, 3, 41])
  }

  /// A frozen section is what it is in inference, and changes by no step.
  @Test func frozenSectionsStay() throws {
    func network(_ isFrozen: Bool) -> Network {
      Network(
        inputShape: [4, 4, 2],
        [
          .init(
            "encoder", [.convolution(channels: 3), .batchNormalisation, .relu], isFrozen: isFrozen),
          .init("decoder", [.convolution(channels: 3), .tanh, .add("encoder.2")]),
        ], loss: nil, seed: 2)
    }
    let batch = normal([4, 4, 4, 2], seed: 3)
    let (free, frozen) = (network(false), network(true))
    // Running statistics that are not those of the batch.
    _ = try free.forward(batch)
    try frozen.restore(Dictionary(uniqueKeysWithValues: free.content.map { ($0.name, $0.values) }))
    let before = frozen.state
    #expect(try frozen.forward(batch) == free.outputs(batch))
    try frozen.backward(batch.reshaped(to: [4, 4, 4, 2]).padded(to: [4, 4, 4, 3]))
    #expect(frozen.state == before)
    #expect(frozen.parameters.map(\.name) == ["decoder.0.weights", "decoder.0.bias"])
    #expect(Set(frozen.content.map(\.name)) == Set(free.content.map(\.name)))
    #expect(frozen.parameters[0].gradient.values.contains { $0 != 0 })
  }

  @Test(arguments: [
    (Layer.add("encoder.9"), "layer encoder.1: there is no layer encoder.9 before it"),
    (.add("input"), "layer encoder.1: [2, 2, 3] and [4, 4, 2] of input have no sum"),
    (
      .concatenate("input"),
      "layer encoder.1: the channels of [4, 4, 2] of input cannot follow those of [2, 2, 3]"
    ),
  ]) func whatDoesNotFitIsRefused(layer: Layer, message: String) {
    let architecture = Architecture(
      inputShape: [4, 4, 2], encoder: [.convolution(channels: 3, stride: 2), layer], decoder: [])
    #expect(throws: NetworkError(message)) { try architecture.validate() }
  }

  private func make(_ layers: [Layer], shape: [Int], threads: Int = 2) -> Network {
    Network(
      inputShape: shape, [.init("net", layers)], loss: nil, passesGradient: true, seed: 4,
      workers: Workers(threads: threads))
  }
}

extension Tensor {
  fileprivate func padded(to shape: [Int]) -> Tensor {
    Tensor((0..<shape.reduce(1, *)).map { values[$0 % count] }, shape: shape)
  }
}
