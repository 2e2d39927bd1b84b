import Networks
import Tensors
import Testing

@Suite struct AutoencoderTests {
  static let small = Architecture(
    inputShape: [8, 12, 3],
    encoder: [
      .convolution(channels: 18, stride: 2), .batchNormalisation, .relu, .dropout(rate: 0.25),
      .dense(units: 5), .batchNormalisation,
    ],
    decoder: [
      .dense(units: 4 * 6 * 18), .batchNormalisation, .relu, .reshape([4, 6, 18]),
      .transposedConvolution(channels: 3, stride: 2),
    ])

  /// Weights and state after some steps of Adam, as bits.
  private func bits(
    threads: Int, architecture: Architecture, images: Int,
    precision: Autoencoder.Precision = .float32
  ) throws -> [UInt32] {
    let model = Autoencoder(
      architecture, seed: 3, workers: Workers(threads: threads), precision: precision)
    var adam = Adam(weightDecay: 0.01)
    for step in 0..<3 {
      _ = try model.step(uniformTensor([images] + architecture.inputShape, seed: UInt64(step)))
      adam.update(model.parameters, learningRate: 1e-3)
    }
    let code = model.encode(uniformTensor([images] + architecture.inputShape, seed: 9))
    return (model.parameters.map(\.values) + model.state.map(\.values) + [code])
      .flatMap { $0.values.map(\.bitPattern) }
  }

  @Test(arguments: [small, .aep(size: 16), .mnist(), .aep(size: 16, grid: .centred)])
  func sameBitsOnAnyNumberOfThreads(
    architecture: Architecture
  ) throws {
    let one = try bits(threads: 1, architecture: architecture, images: 13)
    #expect(try one == bits(threads: 2, architecture: architecture, images: 13))
    #expect(try one == bits(threads: 3, architecture: architecture, images: 13))
  }

  @Test(arguments: [small, .aep(size: 16), .mnist()]) func sameBitsInBfloat16Too(
    architecture: Architecture
  ) throws {
    let runs = try (1...3).map {
      try bits(threads: $0, architecture: architecture, images: 13, precision: .bfloat16)
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
    #expect(try runs[0] != bits(threads: 1, architecture: architecture, images: 13))
  }

  @Test(arguments: [Architecture.aep(bands: 2, size: 32, code: 4), .mnist(code: 4)])
  func stepsReduceTheLoss(architecture: Architecture) throws {
    let model = Autoencoder(architecture, seed: 1)
    let batch = uniformTensor([8] + architecture.inputShape, seed: 1)
    var adam = Adam()
    let first = try model.step(batch)
    for _ in 0..<10 {
      adam.update(model.parameters, learningRate: 1e-3)
      _ = try model.step(batch)
    }
    let last = try model.step(batch)
    #expect(last < first)
  }

  @Test func inferenceOfAnImageDependsOnNoOther() {
    let model = Autoencoder(Self.small, seed: 1)
    let batch = uniformTensor([11, 8, 12, 3], seed: 2)
    let codes = model.encode(batch)
    let images = model.reconstruct(batch)
    #expect(codes.shape == [11, 5])
    #expect(images.shape == batch.shape)
    let stride = batch.stride
    let third = Tensor(batch.values[2 * stride..<3 * stride], shape: [1, 8, 12, 3])
    #expect(model.encode(third).values == Array(codes.values[10..<15]))
    #expect(model.reconstruct(third).values == Array(images.values[2 * stride..<3 * stride]))
  }

  @Test func runningStatisticsMoveByATenth() throws {
    let architecture = Architecture(
      inputShape: [1, 1, 1], encoder: [.batchNormalisation], decoder: [])
    let model = Autoencoder(architecture, seed: 1)
    let loss = try model.step(Tensor([1, 2, 3, 6], shape: [4, 1, 1, 1]))
    // Mean 3, biased variance 3.5, unbiased 14/3.
    #expect(model.state.map(\.name) == ["encoder.0.mean", "encoder.0.variance"])
    #expect(abs(model.state[0].values[0] - 0.3) < 1e-6)
    #expect(abs(model.state[1].values[0] - Float(0.9 + 1.4 / 3)) < 1e-6)
    // (x − 3)/√3.5 − x for the four values.
    let root = (3.5 + 1e-5).squareRoot()
    let expected = [1.0, 2, 3, 6].reduce(0) { $0 + (($1 - 3) / root - $1) * (($1 - 3) / root - $1) }
    #expect(abs(loss - expected / 4) < 1e-5)
  }

  @Test func notANumberInGivesNoFiniteLoss() throws {
    for value in [Float.nan, .infinity] {
      for architecture in [Self.small, .mnist()] {
        let model = Autoencoder(architecture, seed: 1)
        var batch = uniformTensor([4] + architecture.inputShape, seed: 2)
        batch.withUnsafeMutableValues { $0[5] = value }
        #expect(try !model.step(batch).isFinite)
      }
    }
  }

  @Test func lossIsTheLossOfTheReconstruction() {
    let model = Autoencoder(.aep(bands: 3, size: 16), seed: 1)
    let batch = uniformTensor([5, 16, 16, 3], seed: 2)
    let difference = zip(model.reconstruct(batch).values, batch.values).map { Double($0 - $1) }
    let mean = difference.reduce(0) { $0 + $1 * $1 } / Double(batch.count)
    #expect(abs(model.loss(batch) / mean - 1) < 1e-6)
  }

  @Test func dropoutThinsOutTrainingOnly() throws {
    let architecture = Architecture(
      inputShape: [40, 50, 1], encoder: [.dropout(rate: 0.5)], decoder: [])
    let model = Autoencoder(architecture, seed: 1)
    let batch = Tensor([Float](repeating: 1, count: 4000), shape: [2, 40, 50, 1])
    #expect(model.loss(batch) == 0)
    // A half is 0 and a half is 2: either way 1 off.
    #expect(try model.step(batch) == 1)
    #expect(model.state.map(\.name) == ["dropout"])
  }

  @Test func weightsSurviveTheWayThroughNames() throws {
    let model = Autoencoder(Self.small, seed: 1)
    let other = Autoencoder(Self.small, seed: 2)
    let batch = uniformTensor([3, 8, 12, 3], seed: 2)
    _ = try model.step(batch)
    #expect(model.encode(batch) != other.encode(batch))
    let named =
      model.parameters.map { ($0.name, $0.values) } + model.state.map { ($0.name, $0.values) }
    try other.restore(Dictionary(uniqueKeysWithValues: named))
    #expect(model.encode(batch) == other.encode(batch))
    #expect(try model.step(batch) == other.step(batch))
  }

  @Test func complaintsSayWhatIsWrong() throws {
    let model = Autoencoder(.mnist(), seed: 1)
    #expect(
      throws: NetworkError(
        "the batch is [2, 28, 28, 3] where the network takes [image] + [28, 28, 1]")
    ) { try model.step(Tensor(zeros: [2, 28, 28, 3])) }
    #expect(throws: NetworkError("the weights [1, 28, 28, 1] do not fit a batch of 2 × 784 values"))
    {
      try model.step(Tensor(zeros: [2, 28, 28, 1]), weights: Tensor(zeros: [1, 28, 28, 1]))
    }
    #expect(throws: NetworkError("the model lacks the weights encoder.0.weights")) {
      try model.restore([:])
    }
    #expect(
      throws: NetworkError("the weights encoder.0.weights are [3] where [3, 3, 1, 32] are needed")
    ) { try model.restore(["encoder.0.weights": Tensor(zeros: [3])]) }
  }
}
