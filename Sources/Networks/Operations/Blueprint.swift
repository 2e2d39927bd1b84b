internal import Tensors

/// The operations and links that a network's layers become.
///
/// A linear layer and the normalisation, activation and dropout after it are one operation and one
/// link. Where a layer finds no linear one to follow, a copy stands in.
struct Blueprint {
  private(set) var operations: [any Operation] = []
  private(set) var links: [Link]
  /// The number of the last link of every section.
  private(set) var ends: [Int] = []
  /// The shape of the numbers so far, as the layers see it.
  private var shape: [Int]
  private let seed: UInt64
  private let workers: Int
  private let passesGradient: Bool
  private let precision: Autoencoder.Precision
  private var parameterCount: UInt64 = 0

  init(
    inputShape: [Int], _ sections: [Network.Section], passesGradient: Bool,
    precision: Autoencoder.Precision, seed: UInt64, workers: Int
  ) {
    (self.seed, self.workers, self.passesGradient) = (seed, workers, passesGradient)
    self.precision = precision
    shape = inputShape
    links = [Link(shape: inputShape, workers: workers)]
    for section in sections {
      add(section.layers, called: section.name)
      ends.append(links.count - 1)
    }
  }

  private mutating func add(_ layers: [Layer], called part: String) {
    var index = 0
    while index < layers.count {
      let name = "\(part).\(index)"
      let first = layers[index]
      if case .reshape(let wanted) = first {
        if !(links[links.count - 1].pixels == 1 || links[links.count - 1].isPlain) {
          append(Tail(), to: .copy, name: name, shape: [1, 1, shape.reduce(1, *)])
        }
        shape = wanted
        index += 1
        continue
      }
      let linear = Linear(first)
      if linear != .copy { index += 1 }
      var tail = Tail()
      while index < layers.count, tail.take(layers[index], name: "\(part).\(index)") { index += 1 }
      let output =
        linear == .copy
        ? shape : (try? first.shape(after: shape, at: name)) ?? shape
      append(tail, to: linear, name: name, from: shape, shape: output)
      shape = output
    }
  }

  /// The linear layer of an operation.
  private enum Linear: Equatable {
    case copy
    case convolution(kernel: Int, stride: Int, transposed: Bool)
    case dense

    init(_ layer: Layer) {
      switch layer {
      case .convolution(_, let kernel, let stride):
        self = .convolution(kernel: kernel, stride: stride, transposed: false)
      case .transposedConvolution(_, let kernel, let stride):
        self = .convolution(kernel: kernel, stride: stride, transposed: true)
      case .dense: self = .dense
      default: self = .copy
      }
    }
  }

  /// What a link does to the numbers of an operation: each at most once, and in this order.
  private struct Tail {
    var normalisation: String?
    var activation: Activation?
    var dropout: Float?

    mutating func take(_ layer: Layer, name: String) -> Bool {
      guard dropout == nil else { return false }
      if case .dropout(let rate) = layer {
        dropout = rate
        return true
      }
      guard activation == nil else { return false }
      switch layer {
      case .relu: activation = .rectifier(slope: 0)
      case .leakyRelu(let slope): activation = .rectifier(slope: slope)
      case .sigmoid: activation = .sigmoid
      case .tanh: activation = .tanh
      case .batchNormalisation where normalisation == nil: normalisation = name
      default: return false
      }
      return true
    }

    /// The variance that keeps the size of numbers through the layer (He et al. 2015,
    /// arXiv:1502.01852).
    var gain: Double {
      switch activation {
      case .rectifier(let slope): 2 / (1 + Double(slope) * Double(slope))
      default: 1
      }
    }

    /// The same for a layer that paints images: without normalisation or activation it is the
    /// last one, and begins a tenth as strong. Images are mostly dark; a network that begins by
    /// painting noise spends its first epochs on learning not to.
    var paintingGain: Double {
      normalisation == nil && activation == nil ? 0.01 : gain
    }
  }

  private mutating func append(
    _ tail: Tail, to linear: Linear, name: String, from shape: [Int] = [], shape output: [Int]
  ) {
    let input = links[links.count - 1]
    let learnsBefore =
      passesGradient
      || operations.contains { !$0.parameters.isEmpty || $0.output.normalisation != nil }
    let size = output.count == 1 ? [1, 1, output[0]] : output
    var bias: Parameter?
    if linear != .copy, tail.normalisation == nil {
      bias = Parameter(name: "\(name).bias", values: Tensor(zeros: [size[2]]), decays: false)
    }
    let link = Link(
      shape: size,
      normalisation: tail.normalisation.map { Normalisation(name: $0, channels: size[2]) },
      bias: bias, activation: tail.activation ?? .identity,
      dropout: tail.dropout.map { Dropout(rate: $0, layer: links.count) },
      ofWholeBatch: linear == .dense, workers: workers)
    switch linear {
    case .copy:
      operations.append(
        CopyOperation(name: name, input: input, output: link, learnsBefore: learnsBefore))
    case .dense:
      let weights = weights(name, [input.count, output[0]], fanIn: input.count, gain: tail.gain)
      operations.append(
        DenseOperation(
          name: name, input: input, output: link, weights: weights, learnsBefore: learnsBefore,
          precision: precision, workers: workers))
    case .convolution(let kernel, let stride, let transposed):
      let (big, small) = transposed ? (size, shape) : (shape, size)
      let fanIn = kernel * kernel * shape[2] / (transposed ? stride * stride : 1)
      let weights = weights(
        name, [kernel, kernel, big[2], small[2]], fanIn: max(1, fanIn),
        gain: transposed ? tail.paintingGain : tail.gain)
      operations.append(
        ConvolutionOperation(
          name: name, input: input, shape: shape, output: link, kernel: kernel, stride: stride,
          transposed: transposed, weights: weights, learnsBefore: learnsBefore,
          precision: precision, workers: workers))
    }
    links.append(link)
  }

  private mutating func weights(
    _ name: String, _ shape: [Int], fanIn: Int, gain: Double
  ) -> Parameter {
    var numbers = RandomNumbers.stream(parameterCount, seed: seed)
    parameterCount += 1
    let spread = (gain / Double(fanIn)).squareRoot()
    let values = Tensor(uninitialized: shape) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: Float(spread * numbers.normal()))
      }
    }
    return Parameter(name: "\(name).weights", values: values, decays: true)
  }
}
