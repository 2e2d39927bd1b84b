/// The layers of an autoencoder or classifier: what a model file says about its network.
public struct Architecture: Codable, Sendable, Equatable {
  /// `[height, width, channels]`.
  public var inputShape: [Int]
  public var encoder: [Layer]
  public var decoder: [Layer]
  public var loss: Loss
  /// What a classifier has in the decoder's place.
  public var head: Head?
  /// What a network of classes of pixels has after the decoder.
  public var pixels: PixelHead?

  /// The layers of a classifier after its encoder; their last numbers are the classes' logits.
  public struct Head: Codable, Sendable, Equatable {
    public var layers: [Layer]
    /// Whether the encoder stays as it is: neither its weights nor its running statistics learn.
    public var isEncoderFrozen: Bool

    public init(layers: [Layer], isEncoderFrozen: Bool = false) {
      (self.layers, self.isEncoderFrozen) = (layers, isEncoderFrozen)
    }
  }

  public init(
    inputShape: [Int], encoder: [Layer], decoder: [Layer], loss: Loss = .meanSquaredError
  ) {
    (self.inputShape, self.encoder, self.decoder) = (inputShape, encoder, decoder)
    self.loss = loss
  }

  /// Where the cells of an image's last halving lie, eight pixels apart.
  public enum Grid: String, Sendable, CaseIterable {
    /// The first cell lies on the first pixel.
    case corner
    /// Four cells meet at the image's centre. A source there is told by all of them; where one lies on it, a network learns
    /// its shape many times more slowly (docs/representation.md).
    case centred
  }

  /// The batch-normalised convolutional autoencoder of the galaxy survey: three halvings to
  /// `size`/8, a code of `code` numbers, and the way back.
  public static func aep(
    bands: Int = 5, size: Int = 64, code: Int = 30, grid: Grid = .corner
  ) -> Architecture {
    let small = size / 8
    // Cells of an odd number lie around the centre anyway.
    let phase = grid == .centred && small % 2 == 0 ? 1 : nil
    func down(_ channels: Int, phase: Int? = nil) -> [Layer] {
      [
        .convolution(channels: channels, kernel: 3, stride: 2, phase: phase), .batchNormalisation,
        .relu,
      ]
    }
    func up(_ channels: Int, phase: Int? = nil) -> [Layer] {
      [
        .transposedConvolution(channels: channels, kernel: 3, stride: 2, phase: phase),
        .batchNormalisation, .relu,
      ]
    }
    return Architecture(
      inputShape: [size, size, bands],
      encoder: down(32) + down(64) + down(128, phase: phase) + [
        .dense(units: code), .batchNormalisation,
      ],
      decoder: [
        .dense(units: small * small * 128), .batchNormalisation, .relu,
        .reshape([small, small, 128]),
      ] + up(64, phase: phase) + up(32)
        + [.transposedConvolution(channels: bands, kernel: 3, stride: 2)])
  }

  /// A small autoencoder for handwritten digits: two halvings to a code, and the way back.
  public static func mnist(code: Int = 32, size: Int = 28, channels: Int = 1) -> Architecture {
    let small = size / 4
    return Architecture(
      inputShape: [size, size, channels],
      encoder: [
        .convolution(channels: 32, kernel: 3, stride: 2), .relu,
        .convolution(channels: 64, kernel: 3, stride: 2), .relu, .dense(units: code),
      ],
      decoder: [
        .dense(units: small * small * 64), .relu, .reshape([small, small, 64]),
        .transposedConvolution(channels: 64, kernel: 3, stride: 2), .relu,
        .transposedConvolution(channels: 32, kernel: 3, stride: 2), .relu,
        .transposedConvolution(channels: channels, kernel: 3, stride: 1),
      ],
      loss: .binaryCrossEntropy)
  }

  /// Dense layers, each normalised, of the given widths down to the code and back up.
  public static func dense(
    inputShape: [Int], widths: [Int] = [512, 256], code: Int, loss: Loss
  ) -> Architecture {
    func layers(_ widths: [Int]) -> [Layer] {
      widths.flatMap { [Layer.dense(units: $0), .batchNormalisation, .relu] }
    }
    return Architecture(
      inputShape: inputShape, encoder: layers(widths) + [.dense(units: code)],
      decoder: layers(widths.reversed()) + [.dense(units: inputShape.reduce(1, *))], loss: loss)
  }

  /// One layer of units that are on or off and one matrix back (Vincent et al. 2010): what each unit
  /// looks for is a picture.
  public static func shallow(inputShape: [Int], code: Int) -> Architecture {
    Architecture(
      inputShape: inputShape, encoder: [.dense(units: code), .relu],
      decoder: [.dense(units: inputShape.reduce(1, *))])
  }

  /// One matrix to the code and one back: what principal components are.
  public static func linear(inputShape: [Int], code: Int) -> Architecture {
    Architecture(
      inputShape: inputShape, encoder: [.dense(units: code)],
      decoder: [.dense(units: inputShape.reduce(1, *))])
  }

  /// A classifier of `classes` classes over an encoder, with dense layers of the given widths
  /// between (dense, ReLU).
  public static func classifier(
    inputShape: [Int], encoder: [Layer], hidden: [Int] = [], classes: Int,
    loss: Loss = .softmaxCrossEntropy, isEncoderFrozen: Bool = false
  ) -> Architecture {
    let layers = hidden.flatMap { [Layer.dense(units: $0), .relu] } + [.dense(units: classes)]
    var architecture = Architecture(
      inputShape: inputShape, encoder: encoder, decoder: [], loss: loss)
    architecture.head = Head(layers: layers, isEncoderFrozen: isEncoderFrozen)
    return architecture
  }

  /// Encoder and decoder, or encoder and head.
  package var sections: [Network.Section] {
    if let pixels {
      return [
        Network.Section("encoder", encoder, isFrozen: pixels.isEncoderFrozen),
        Network.Section("decoder", decoder), Network.Section("pixels", pixels.layers),
      ]
    }
    return [
      Network.Section("encoder", encoder),
      head.map { Network.Section("head", $0.layers) } ?? Network.Section("decoder", decoder),
    ]
  }

  /// Whether kernels of a layer begin elsewhere than on the first pixel.
  var hasPhases: Bool { layers.contains { $0.phase != 0 } }

  /// All layers in their order.
  var layers: [Layer] { sections.flatMap(\.layers) }

  /// `[height, width, channels]` of what the encoder makes, or `[units]`.
  package var codeShape: [Int] {
    var trace = ShapeTrace(input: inputShape)
    return (try? shape(after: encoder, of: &trace, called: "encoder")) ?? []
  }

  /// How many numbers the code of one image has.
  public var codeCount: Int { codeShape.reduce(1, *) }

  /// Says which layer does not fit, where one does not, or that the decoder misses the input.
  public func validate() throws(NetworkError) {
    guard inputShape.count == 3, inputShape.allSatisfy({ $0 > 0 && $0 <= 1 << 16 }) else {
      throw NetworkError("the network's input \(inputShape) is not [height, width, channels]")
    }
    guard cappedProduct(inputShape) <= Self.mostValues else {
      throw NetworkError("the network's input \(inputShape) is too large")
    }
    var trace = ShapeTrace(input: inputShape)
    try shape(after: encoder, of: &trace, called: "encoder")
    if let pixels {
      guard head == nil else { throw NetworkError("a network of pixels has no classifier's head") }
      try shape(after: decoder, of: &trace, called: "decoder")
      try pixels.check(try shape(after: pixels.layers, of: &trace, called: "pixels"), self)
      return
    }
    if let head {
      guard decoder.isEmpty else { throw NetworkError("a classifier has no decoder") }
      guard case .dense? = head.layers.last else {
        throw NetworkError("the last layer of a classifier's head must be a dense one")
      }
      guard loss != .meanSquaredError else {
        throw NetworkError("a classifier learns with a cross-entropy, not \(loss.rawValue)")
      }
      try shape(after: head.layers, of: &trace, called: "head")
      return
    }
    let output = try shape(after: decoder, of: &trace, called: "decoder")
    guard output.reduce(1, *) == inputShape.reduce(1, *) else {
      throw NetworkError("the decoder makes \(output) where the images are \(inputShape)")
    }
  }

  /// Ends the program over an architecture that only a programmer can have got wrong.
  func requireValid() {
    do throws(NetworkError) {
      try validate()
    } catch {
      preconditionFailure(error.description)
    }
  }

  /// What a network may hold, so that a model file cannot ask for more memory than there is: values
  /// of an image after any layer, and weights in all.
  private static let (mostValues, mostWeights) = (1 << 28, 1 << 30)

  @discardableResult
  private func shape(
    after layers: [Layer], of trace: inout ShapeTrace, called name: String
  ) throws(NetworkError) -> [Int] {
    var weights = 0
    for (index, layer) in layers.enumerated() {
      let place = "layer \(name).\(index)"
      let before = trace.shape
      let shape = try trace.take(layer, at: "\(name).\(index)")
      guard cappedProduct(shape) <= Self.mostValues else {
        throw NetworkError("\(place): \(shape) is too large")
      }
      let own = layer.weightCount(after: before)
      guard own <= Self.mostWeights, weights + own <= Self.mostWeights else {
        throw NetworkError("\(place): with it the \(name) has more than 2³⁰ weights")
      }
      weights += own
    }
    return trace.shape
  }
}
