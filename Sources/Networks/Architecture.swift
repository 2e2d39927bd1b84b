/// The layers of an autoencoder: what a model file says about its network.
public struct Architecture: Codable, Sendable, Equatable {
  /// `[height, width, channels]`.
  public var inputShape: [Int]
  public var encoder: [Layer]
  public var decoder: [Layer]
  public var loss: Loss

  public init(
    inputShape: [Int], encoder: [Layer], decoder: [Layer], loss: Loss = .meanSquaredError
  ) {
    (self.inputShape, self.encoder, self.decoder) = (inputShape, encoder, decoder)
    self.loss = loss
  }

  /// The batch-normalised convolutional autoencoder of the galaxy survey: three halvings to
  /// `size`/8, a code of `code` numbers, and the way back.
  public static func aep(bands: Int = 5, size: Int = 64, code: Int = 30) -> Architecture {
    let small = size / 8
    func down(_ channels: Int) -> [Layer] {
      [.convolution(channels: channels, kernel: 3, stride: 2), .batchNormalisation, .relu]
    }
    func up(_ channels: Int) -> [Layer] {
      [
        .transposedConvolution(channels: channels, kernel: 3, stride: 2), .batchNormalisation,
        .relu,
      ]
    }
    return Architecture(
      inputShape: [size, size, bands],
      encoder: down(32) + down(64) + down(128) + [.dense(units: code), .batchNormalisation],
      decoder: [
        .dense(units: small * small * 128), .batchNormalisation, .relu,
        .reshape([small, small, 128]),
      ] + up(64) + up(32)
        + [.transposedConvolution(channels: bands, kernel: 3, stride: 2)])
  }

  /// A small autoencoder for handwritten digits, 28×28 pixels of one channel.
  public static func mnist(code: Int = 32) -> Architecture {
    Architecture(
      inputShape: [28, 28, 1],
      encoder: [
        .convolution(channels: 32, kernel: 3, stride: 2), .relu,
        .convolution(channels: 64, kernel: 3, stride: 2), .relu, .dense(units: code),
      ],
      decoder: [
        .dense(units: 3136), .relu, .reshape([7, 7, 64]),
        .transposedConvolution(channels: 64, kernel: 3, stride: 2), .relu,
        .transposedConvolution(channels: 32, kernel: 3, stride: 2), .relu,
        .transposedConvolution(channels: 1, kernel: 3, stride: 1),
      ],
      loss: .binaryCrossEntropy)
  }

  /// How many numbers the code of one image has.
  public var codeCount: Int {
    ((try? shape(after: encoder, of: inputShape, called: "encoder")) ?? []).reduce(1, *)
  }

  /// Says which layer does not fit, where one does not, or that the decoder misses the input.
  public func validate() throws(NetworkError) {
    guard inputShape.count == 3, inputShape.allSatisfy({ $0 > 0 && $0 <= 1 << 16 }) else {
      throw NetworkError("the network's input \(inputShape) is not [height, width, channels]")
    }
    let code = try shape(after: encoder, of: inputShape, called: "encoder")
    let output = try shape(after: decoder, of: code, called: "decoder")
    guard output.reduce(1, *) == inputShape.reduce(1, *) else {
      throw NetworkError("the decoder makes \(output) where the images are \(inputShape)")
    }
  }

  private func shape(
    after layers: [Layer], of input: [Int], called name: String
  ) throws(NetworkError) -> [Int] {
    var shape = input
    for (index, layer) in layers.enumerated() {
      shape = try layer.shape(after: shape, at: "layer \(name).\(index)")
      guard shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) <= 1 << 28
      else { throw NetworkError("layer \(name).\(index): \(shape) is too large") }
    }
    return shape
  }
}
