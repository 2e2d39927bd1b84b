/// What a network that tells classes of pixels apart has beyond its two chains: stored in its file.
///
/// The chains are an autoencoder's without its code: convolutions that halve the image, and transposed
/// ones that double it again. `SegmentationModel` says how they are joined.
public struct SegmentationPlan: Codable, Sendable, Equatable {
  /// The names of the classes, in the order of their probabilities.
  public var classes: [String]
  /// How much a pixel of each class counts in the cross-entropy.
  public var classWeights: [Float]
  /// Whether the halving convolutions stay as they are.
  public var isEncoderFrozen: Bool

  public init(classes: [String], classWeights: [Float]? = nil, isEncoderFrozen: Bool = false) {
    self.classes = classes
    self.classWeights = classWeights ?? classes.map { _ in 1 }
    self.isEncoderFrozen = isEncoderFrozen
  }

  func validate() throws(NetworkError) {
    guard (2...64).contains(classes.count), Set(classes).count == classes.count,
      classWeights.count == classes.count,
      classWeights.allSatisfy({ $0 >= 0 && $0.isFinite })
    else {
      throw NetworkError(
        "a segmentation network needs 2 to 64 classes of different names, each with a weight")
    }
  }
}

extension Architecture {
  /// The chains of this autoencoder without its code, for images of `size`, `[height, width]`.
  ///
  /// The last doubling, which draws the bands, has no place in it: what classes are told from is
  /// learned anew.
  func segmentation(_ plan: SegmentationPlan, size: [Int]) throws(NetworkError) -> Architecture {
    let down = encoder.prefix { !$0.isDense }
    let up = decoder.drop { !$0.isTransposed }
    guard loss != .softmaxCrossEntropy, head == nil, down.contains(where: \.isHalving) else {
      throw NetworkError(
        "cannot make a segmentation network of this model: it has no convolutions that halve the "
          + "image; pre-train with --architecture aep or mnist")
    }
    let last = up.lastIndex(where: \.isTransposed) ?? up.startIndex
    var architecture = Architecture(
      inputShape: size + [inputShape[2]], encoder: Array(down), decoder: Array(up[..<last]),
      loss: .softmaxCrossEntropy)
    architecture.segmentation = plan
    try architecture.validate()
    return architecture
  }

  /// The encoder's layers, from each halving to the next.
  var descents: [[Layer]] { blocks(of: encoder) { $0.isHalving } }
  /// The decoder's layers, from each doubling to the next.
  var ascents: [[Layer]] { blocks(of: decoder) { $0.isTransposed } }

  private func blocks(of layers: [Layer], beginsAt begins: (Layer) -> Bool) -> [[Layer]] {
    var blocks: [[Layer]] = []
    for layer in layers {
      if blocks.isEmpty || begins(layer) {
        blocks.append([layer])
      } else {
        blocks[blocks.count - 1].append(layer)
      }
    }
    return blocks
  }

  /// Says what does not fit, where this is to be a segmentation network.
  func validateSegmentation(_ plan: SegmentationPlan) throws(NetworkError) {
    try plan.validate()
    guard head == nil, loss == .softmaxCrossEntropy else {
      throw NetworkError("a segmentation network has no head and learns with the softmax")
    }
    let descents = descents
    guard !descents.isEmpty, descents.allSatisfy({ $0.count(where: \.isHalving) == 1 }) else {
      throw NetworkError("a segmentation network begins with convolutions that halve the image")
    }
    let multiple = 1 << descents.count
    guard inputShape[0] % multiple == 0, inputShape[1] % multiple == 0 else {
      throw NetworkError(
        "images of \(inputShape[0])×\(inputShape[1]) pixels cannot be halved \(descents.count) "
          + "times; give sides that are multiples of \(multiple)")
    }
    guard ascents.count < descents.count || decoder.isEmpty,
      (encoder + decoder).allSatisfy({ !$0.isDense }),
      decoder.allSatisfy({ !$0.isHalving })
    else {
      throw NetworkError(
        "the decoder of a segmentation network must double \(descents.count - 1) times at most")
    }
  }
}

extension Layer {
  var isDense: Bool {
    switch self {
    case .dense, .reshape: true
    default: false
    }
  }
  var isHalving: Bool {
    if case .convolution(_, _, let stride) = self { stride == 2 } else { false }
  }
  var isTransposed: Bool {
    if case .transposedConvolution(_, _, let stride) = self { stride == 2 } else { false }
  }
}
