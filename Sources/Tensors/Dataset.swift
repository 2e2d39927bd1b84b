/// A collection of images of one shape that a network can be trained on.
///
/// A data set hands out pixels only. Labels live elsewhere (`LabelledCatalog`, `ClassLabels`), so
/// that what learns, encodes or clusters without them cannot reach them.
public protocol Dataset: Sendable {
  /// How many images there are.
  var count: Int { get }

  /// `[height, width, channels]` of every image.
  var imageShape: [Int] { get }

  /// Writes the images at `indices`, stretched and ready for a network, one after the other in
  /// `[y, x, channel]` order. Safe to call from several threads at once.
  func fill(_ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>) throws

  /// What a person calls the image at `index`: named in error messages.
  func identifier(of index: Int) -> String

  /// What tells the pixels from others of the same names, the same as long as they are the same; nil where nobody keeps one.
  var contentMark: String? { get }
}

extension Dataset {
  public var contentMark: String? { nil }

  /// The images at `indices` as one tensor `[image, y, x, channel]`.
  public func images(_ indices: some Collection<Int>) throws -> Tensor {
    try Tensor(uninitialized: [indices.count] + imageShape) { try fill($0, with: indices) }
  }

  /// Calls `body` with the images at `indices`, some at a time: a whole set need not fit into memory.
  ///
  /// - Parameters:
  ///   - size: the most images at once, above 0.
  ///   - body: takes the place of the first of them among `indices`, and the images
  ///     `[image, y, x, channel]`.
  public func forEachBatch(
    of indices: some RandomAccessCollection<Int>, size: Int = 256,
    _ body: (_ first: Int, _ images: Tensor) throws -> Void
  ) throws {
    precondition(size > 0, "a batch holds an image at least")
    for first in stride(from: 0, to: indices.count, by: size) {
      try body(first, try images(indices.dropFirst(first).prefix(size)))
    }
  }

  /// The same with every image there is.
  public func forEachBatch(
    size: Int = 256, _ body: (_ first: Int, _ images: Tensor) throws -> Void
  ) throws {
    try forEachBatch(of: 0..<count, size: size, body)
  }
}

/// A data set that knows how much every value of its images counts: an inverse variance, or zero
/// where a pixel is masked. A network's loss is then the weighted mean.
public protocol WeightedDataset: Dataset {
  /// Whether these images have weights at all.
  var hasWeights: Bool { get }

  /// Writes the weights of the images at `indices`, finite and not negative, in the order of
  /// `fill`. Safe to call from several threads at once.
  func fillWeights(
    _ weights: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>) throws
}

extension WeightedDataset {
  /// The weights of the images at `indices` as one tensor `[image, y, x, channel]`; nil if they
  /// have none.
  public func weights(_ indices: some Collection<Int>) throws -> Tensor? {
    guard hasWeights else { return nil }
    return try Tensor(uninitialized: [indices.count] + imageShape) {
      try fillWeights($0, with: indices)
    }
  }
}

/// A data set that knows the noise of its images, and can draw more of the same.
public protocol NoisyDataset: Dataset {
  /// Whether it does: whether what made images of pixels left their noise Gaussian.
  var knowsNoise: Bool { get }

  /// Writes an image and, beside it, noise as that of its sky: as strong in every value, and shared by channels that
  /// share light. Safe to call from several threads at once.
  ///
  /// - Parameter key: what the noise is drawn from.
  func fill(
    _ image: UnsafeMutableBufferPointer<Float>, noise: UnsafeMutableBufferPointer<Float>,
    with index: Int, stream key: UInt64) throws
}
