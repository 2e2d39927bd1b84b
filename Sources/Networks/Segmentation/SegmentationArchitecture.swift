/// A network of classes of pixels made of an autoencoder's convolutions: the encoder down to its dense
/// layers, a convolution over the bottom in their place, the decoder's convolutions back up, each of
/// which also reads what the encoder made at its size, and a head at full size that reads the image too
/// (Ronneberger et al. 2015, arXiv:1505.04597).
///
/// A convolution of channels put together is the sum of two; where the second begins with zeros the first
/// means what it meant in the autoencoder.
struct SegmentationArchitecture {
  let architecture: Architecture
  /// The autoencoder's decoder layers by the places that they have now.
  let decoderPlaces: [String: String]

  /// - Parameters:
  ///   - tile: `[y, x]` of the images it is trained on.
  ///   - features: the channels of the head.
  init(
    of base: Architecture, classes: [String], tile: [Int], features: Int = 16,
    isEncoderFrozen: Bool = false, loss: PixelLoss = PixelLoss()
  ) throws(NetworkError) {
    guard base.kind == .autoencoder else {
      throw NetworkError("a network of classes of pixels begins with an autoencoder")
    }
    guard tile.count == 2, tile.allSatisfy({ $0 > 0 && $0 <= 1 << 13 }) else {
      throw NetworkError(
        "tiles of \(tile) pixels cannot be trained on: give [y, x], 1 to 8192 each")
    }
    let encoder = Array(base.encoder.prefix { !$0.endsImages })
    let inputShape = tile + [base.inputShape[2]]
    var trace = ShapeTrace(input: inputShape)
    // The last place of every size, and the sizes in their order.
    var places: [(size: [Int], place: String)] = []
    for (index, layer) in encoder.enumerated() {
      let place = "encoder.\(index)"
      let size = Array(try trace.take(layer, at: place)[..<2])
      if places.last?.size == size { places.removeLast() }
      places.append((size, place))
    }
    let bottom = trace.shape
    let (start, layers, first) = try Self.paintingLayers(of: base)
    guard encoder.contains(where: { $0.isLinear }),
      let painter = layers.lastIndex(where: \.isLinear)
    else { throw NetworkError("the autoencoder has no convolutions to see pixels with") }
    var decoder: [Layer] = [
      .convolution(channels: start, kernel: 3), .batchNormalisation, .relu,
    ]
    var moved: [String: String] = [:]
    var shape = Array(bottom[..<2]) + [start]
    for (index, layer) in layers[..<painter].enumerated() {
      if layer.isLinear, shape != bottom || decoder.count > 3,
        let skip = places.first(where: { $0.size == Array(shape[..<2]) }),
        skip.size != Array(bottom[..<2])
      {
        decoder.append(.concatenate(skip.place))
      }
      moved["decoder.\(decoder.count)"] = "decoder.\(first + index)"
      decoder.append(layer)
      shape = try layer.shape(after: shape, at: "layer decoder.\(first + index)", earlier: nil)
    }
    var pixels: [Layer] = []
    if let skip = places.first(where: { $0.size == Array(shape[..<2]) }),
      skip.size != Array(bottom[..<2])
    {
      pixels.append(.concatenate(skip.place))
    }
    pixels += [
      layers[painter].with(channels: features), .batchNormalisation, .relu, .concatenate("input"),
      .convolution(channels: features, kernel: 3), .batchNormalisation, .relu,
      .convolution(channels: classes.count, kernel: 1),
    ]
    var architecture = Architecture(
      inputShape: inputShape, encoder: encoder, decoder: decoder, loss: .softmaxCrossEntropy)
    architecture.pixels = PixelHead(
      layers: pixels, classes: classes, isEncoderFrozen: isEncoderFrozen, loss: loss)
    try architecture.requireTiles(tile)
    try architecture.validate()
    self.architecture = architecture
    decoderPlaces = moved
  }

  /// The decoder's layers from the last image of its bottom on, how many channels that has, and which
  /// number the first of them has.
  private static func paintingLayers(
    of base: Architecture
  ) throws(NetworkError) -> (channels: Int, layers: [Layer], first: Int) {
    let last = base.decoder.lastIndex(where: \.endsImages)
    let first = last.map { $0 + 1 } ?? 0
    let channels: Int
    if let last {
      guard case .reshape(let shape) = base.decoder[last], shape.count == 3 else {
        throw NetworkError("the autoencoder's decoder ends in no convolutions")
      }
      channels = shape[2]
    } else {
      channels = base.codeShape.last ?? 1
    }
    return (channels, Array(base.decoder[first...]), first)
  }
}

extension Architecture {
  /// What the sides of an image must be multiples of: how much the encoder shrinks it.
  public var sizeMultiple: Int {
    encoder.reduce(1) { product, layer in
      if case .convolution(_, _, let stride, _) = layer { return product * stride }
      return product
    }
  }
}

extension Architecture {
  /// Refuses tiles `[y, x]` that the encoder cannot shrink without a rest.
  func requireTiles(_ tile: [Int]) throws(NetworkError) {
    guard tile.count == 2, tile.allSatisfy({ $0 > 0 && $0 % sizeMultiple == 0 }) else {
      throw NetworkError(
        "tiles of \(tile.reversed().map(String.init).joined(separator: "×")) pixels do not fit the network: "
          + "their sides must be multiples of \(sizeMultiple)")
    }
  }
}

extension Layer {
  /// Whether what comes after is no image of the size that convolutions have made.
  fileprivate var endsImages: Bool {
    switch self {
    case .dense, .reshape: true
    default: false
    }
  }

  fileprivate func with(channels: Int) -> Layer {
    switch self {
    case .convolution(_, let kernel, let stride, let phase):
      .convolution(channels: channels, kernel: kernel, stride: stride, phase: phase)
    case .transposedConvolution(_, let kernel, let stride, let phase):
      .transposedConvolution(channels: channels, kernel: kernel, stride: stride, phase: phase)
    default: self
    }
  }
}
