import Networks
import Tensors
import Testing

/// A folded network, computed plainly, gives what the network gives that it was folded from.
@Suite struct FoldedNetworkTests {
  static let encoders: [[Layer]] = [
    [
      .convolution(channels: 4, kernel: 3, stride: 2), .batchNormalisation, .relu, .dense(units: 5),
    ],
    [
      .convolution(channels: 3, kernel: 5, stride: 1), .leakyRelu(slope: 0.2), .dense(units: 6),
      .batchNormalisation, .tanh, .dense(units: 3), .batchNormalisation,
    ],
    [
      .convolution(channels: 2, kernel: 3, stride: 2), .relu, .batchNormalisation,
      .transposedConvolution(channels: 3, kernel: 3, stride: 2), .batchNormalisation, .sigmoid,
      .dropout(rate: 0.3), .dense(units: 4),
    ],
    [
      .dense(units: 12), .relu, .reshape([2, 2, 3]), .convolution(channels: 2, kernel: 1),
      .reshape([8]), .dense(units: 2),
    ],
    [
      .convolution(channels: 3, kernel: 5, stride: 2, phase: 1), .relu,
      .transposedConvolution(channels: 4, kernel: 3, stride: 2, phase: 1), .batchNormalisation,
      .convolution(channels: 2, kernel: 3, stride: 2, phase: 1), .batchNormalisation,
      .dense(units: 4),
    ],
    // It branches and joins; what lies between a convolution and its normalisation is read again.
    [
      .convolution(channels: 3), .batchNormalisation, .tanh, .convolution(channels: 3, kernel: 1),
      .dropout(rate: 0.2), .from("encoder.0"), .convolution(channels: 3, kernel: 1),
      .batchNormalisation, .add("encoder.4"), .concatenate("input"), .batchNormalisation,
      .dense(units: 4),
    ],
  ]

  @Test(arguments: encoders.indices)
  func givesTheSameCodes(_ index: Int) throws {
    let shape = [6, 6, 2]
    let architecture = Architecture(
      inputShape: shape, encoder: Self.encoders[index], decoder: [.dense(units: 72)])
    let network = Autoencoder(architecture, seed: UInt64(index), workers: Workers(threads: 1))
    var numbers = RandomNumbers(seed: 7)
    let batch = Tensor((0..<10 * 72).map { _ in Float(numbers.normal()) }, shape: [10] + shape)
    // Statistics that are not those of a new network.
    for _ in 0..<3 { _ = try network.step(batch) }
    var tensors: [String: Tensor] = [:]
    for parameter in network.parameters { tensors[parameter.name] = parameter.values }
    for stored in network.state { tensors[stored.name] = stored.values }

    let folded = try FoldedNetwork(encoderOf: architecture, tensors)
    #expect(folded.inputShape == [2, 6, 6])
    let codes = network.encode(batch)
    for image in 0..<10 {
      let pixels = Array(batch.values[image * 72..<(image + 1) * 72])
      let ours = Plain(channelsLast: pixels, shape: shape).values(of: folded)
      let theirs = codes.values[image * folded.outputCount..<(image + 1) * folded.outputCount]
      #expect(ours.count == folded.outputCount)
      for (one, two) in zip(ours, theirs) {
        #expect(abs(one - two) < 1e-4, "\(index): \(one) \(two)")
      }
    }
  }

  /// On images of another size than it was trained on.
  @Test(arguments: Architecture.Grid.allCases)
  func givesTheSameClassesOfPixels(grid: Architecture.Grid) throws {
    let base = Autoencoder(.aep(bands: 2, size: 16, code: 4, grid: grid), seed: 3)
    let model = try SegmentationModel(
      of: base, classes: ["a", "b", "c"], start: .tuned, tile: [16, 16], seed: 5)
    func images(_ count: Int, _ height: Int, _ width: Int, seed: UInt64) -> Tensor {
      var numbers = RandomNumbers(seed: seed)
      return Tensor(
        (0..<count * height * width * 2).map { _ in Float(numbers.normal()) },
        shape: [count, height, width, 2])
    }
    let labels = Tensor((0..<4 * 256).map { Float($0 % 3) }, shape: [4, 16, 16])
    for seed in 0..<3 { _ = try model.step(images(4, 16, 16, seed: UInt64(seed)), target: labels) }
    var tensors: [String: Tensor] = [:]
    for own in NetworkContent(of: model).tensors { tensors[own.name] = own.values }

    let folded = try FoldedNetwork(pixelsOf: model.architecture, tensors)
    #expect(folded.inputShape == [2, 16, 16] && folded.outputCount == 3 * 256)
    let joins = folded.steps.filter { step in
      if case .concatenate = step { return true }
      return false
    }
    #expect(joins.count == 3)
    // No normalisation stays.
    #expect(
      folded.steps.allSatisfy { step in
        if case .scaling = step { return false }
        return true
      })
    let batch = images(2, 24, 8, seed: 9)
    let logits = try model.logits(of: batch)
    for image in 0..<2 {
      let pixels = Array(batch.values[image * 384..<(image + 1) * 384])
      let ours = Plain(channelsLast: pixels, shape: [24, 8, 2]).values(of: folded)
      #expect(ours.count == 3 * 192)
      for (place, value) in ours.enumerated() {
        let theirs = logits.values[(image * 192 + place % 192) * 3 + place / 192]
        #expect(abs(value - theirs) < 1e-4, "\(place): \(value) \(theirs)")
      }
    }
  }

  @Test func whatIsMissingIsNamed() {
    let architecture = Architecture(
      inputShape: [4, 4, 1], encoder: [.dense(units: 2)], decoder: [.dense(units: 16)])
    #expect(
      throws: NetworkError("cannot export the encoder: the model lacks encoder.0.weights")
    ) {
      try FoldedNetwork(encoderOf: architecture, [:])
    }
    #expect(
      throws: NetworkError("cannot export the network: the model lacks encoder.0.weights")
    ) {
      try FoldedNetwork(pixelsOf: architecture, [:])
    }
  }
}

/// An image `[channel, y, x]` that goes through the steps one number at a time.
private struct Plain {
  var values: [Float]
  var shape: [Int]
  /// What stood after 0, 1, 2 … steps.
  private var passed: [(values: [Float], shape: [Int])] = []

  init(channelsLast pixels: [Float], shape: [Int]) {
    values = Self.reordered(pixels, shape)
    self.shape = [shape[2], shape[0], shape[1]]
  }

  static func reordered(_ pixels: [Float], _ shape: [Int]) -> [Float] {
    (0..<shape[2]).flatMap { channel in
      (0..<shape[0] * shape[1]).map { pixels[$0 * shape[2] + channel] }
    }
  }

  /// What comes out, `[channel, y, x]`.
  func values(of network: FoldedNetwork) -> [Float] {
    var own = self
    own.passed = [(values, shape)]
    for step in network.steps {
      own.apply(step)
      own.passed.append((own.values, own.shape))
    }
    return own.values
  }

  private mutating func apply(_ step: FoldedNetwork.Step) {
    switch step {
    case .convolution(let weights, let bias, let stride, let phase):
      convolve(weights, bias, stride, phase)
    case .transposedConvolution(let weights, let bias, let stride, let phase):
      spread(weights, bias, stride, phase)
    case .dense(let weights, let bias):
      let units = weights.shape[1]
      values = (0..<units).map { unit in
        values.indices.reduce(bias.values[unit]) {
          $0 + values[$1] * weights.values[$1 * units + unit]
        }
      }
      shape = [units]
    case .scaling(let factor, let summand):
      let inner = shape.dropFirst().reduce(1, *)
      for index in values.indices {
        values[index] =
          values[index] * factor.values[index / inner] + summand.values[index / inner]
      }
    case .relu: values = values.map { max($0, 0) }
    case .leakyRelu(let slope): values = values.map { $0 > 0 ? $0 : slope * $0 }
    case .sigmoid: values = values.map { 1 / (1 + exponential(-$0)) }
    case .tanh: values = values.map { 2 / (1 + exponential(-2 * $0)) - 1 }
    case .reshape(let wanted):
      if shape.count == 3 {
        let (channels, places) = (shape[0], shape[1] * shape[2])
        values = (0..<places).flatMap { place in
          (0..<channels).map { values[$0 * places + place] }
        }
      }
      if wanted.count == 3 {
        values = Self.reordered(values, wanted)
        shape = [wanted[2], wanted[0], wanted[1]]
      } else {
        shape = wanted
      }
    case .from(let count): (values, shape) = passed[count]
    case .add(let count): values = zip(values, passed[count].values).map { $0 + $1 }
    case .concatenate(let count):
      values += passed[count].values
      shape[0] += passed[count].shape[0]
    }
  }

  private mutating func convolve(
    _ weights: Tensor, _ bias: Tensor, _ stride: Int, _ phase: Int
  ) {
    let (height, width) = (shape[1], shape[2])
    let (out, kernel) = (weights.shape[0], weights.shape[2])
    let (tall, wide) = ((height + stride - 1) / stride, (width + stride - 1) / stride)
    var result = (0..<out * tall * wide).map { bias.values[$0 / (tall * wide)] }
    each(weights.shape, tall, wide) { target, source, ky, kx, y, x in
      let (row, column) = (
        y * stride + phase + ky - kernel / 2, x * stride + phase + kx - kernel / 2
      )
      guard (0..<height).contains(row), (0..<width).contains(column) else { return }
      result[(target * tall + y) * wide + x] +=
        weights[target, source, ky, kx] * values[(source * height + row) * width + column]
    }
    (values, shape) = (result, [out, tall, wide])
  }

  private mutating func spread(
    _ weights: Tensor, _ bias: Tensor, _ stride: Int, _ phase: Int
  ) {
    let (height, width) = (shape[1], shape[2])
    let (out, kernel) = (weights.shape[1], weights.shape[2])
    let (tall, wide) = (height * stride, width * stride)
    var result = (0..<out * tall * wide).map { bias.values[$0 / (tall * wide)] }
    each(weights.shape, height, width) { source, target, ky, kx, y, x in
      let (row, column) = (
        y * stride + phase + ky - kernel / 2, x * stride + phase + kx - kernel / 2
      )
      guard (0..<tall).contains(row), (0..<wide).contains(column) else { return }
      result[(target * tall + row) * wide + column] +=
        weights[source, target, ky, kx] * values[(source * height + y) * width + x]
    }
    (values, shape) = (result, [out, tall, wide])
  }

  private func each(
    _ kernel: [Int], _ height: Int, _ width: Int, _ body: (Int, Int, Int, Int, Int, Int) -> Void
  ) {
    for one in 0..<kernel[0] {
      for two in 0..<kernel[1] {
        for ky in 0..<kernel[2] {
          for kx in 0..<kernel[3] {
            for y in 0..<height { for x in 0..<width { body(one, two, ky, kx, y, x) } }
          }
        }
      }
    }
  }
}

/// eˣ by its series; a test needs no more of mathematics.
private func exponential(_ x: Float) -> Float {
  var (sum, term) = (1.0, 1.0)
  let half = Double(x) / 16
  for n in 1..<24 {
    term *= half / Double(n)
    sum += term
  }
  return Float((0..<4).reduce(sum) { power, _ in power * power })
}
