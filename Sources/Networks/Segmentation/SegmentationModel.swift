public import Tensors

/// A network that tells the class of every pixel of an image, of any size.
///
/// Images are `[image, y, x, band]`, stretched as those of the autoencoder it was made from; labels
/// `[image, y, x]`, class numbers or 255 for none. A frozen encoder only infers: its weights and running
/// statistics stay. It belongs to one thread at a time; the same seed and the same batches give the same
/// bits on any number of workers.
public final class SegmentationModel {
  /// What learns: all but the encoder, all, or all from random weights.
  public enum Start: String, CaseIterable, Sendable { case frozen, tuned, random }

  public let architecture: Architecture
  public let classes: [String]
  private let loss: PixelLoss
  private let network: Network
  private let workers: Workers
  /// The same for images of the size that was seen last.
  private var other: Network?

  /// Makes a network with random weights (He et al. 2015) that `seed` decides.
  ///
  /// The architecture must be valid and tell classes of pixels: one from a file is validated before.
  public init(_ architecture: Architecture, seed: UInt64, workers: Workers = .all) {
    architecture.requireValid()
    guard let pixels = architecture.pixels else {
      preconditionFailure("a network of classes of pixels needs its head")
    }
    (self.architecture, self.workers) = (architecture, workers)
    (classes, loss) = (pixels.classes, pixels.loss)
    network = Network(
      inputShape: architecture.inputShape, architecture.sections, loss: nil, seed: seed,
      workers: workers)
  }

  /// A network that begins with an autoencoder's encoder and decoder; what joins them is new, and the
  /// joins begin with zeros. From `random` weights it is the same network, none of it learned.
  ///
  /// - Parameters:
  ///   - tile: `[y, x]` of the images it is trained on, multiples of `sizeMultiple`.
  ///   - pace: how fast learns what was pre-trained, as a share of the learning rate.
  public convenience init(
    of model: Autoencoder, classes: [String], start: Start, tile: [Int] = [128, 128],
    loss: PixelLoss = PixelLoss(), pace: Float = 1, seed: UInt64, workers: Workers = .all
  ) throws(NetworkError) {
    let made = try SegmentationArchitecture(
      of: model.architecture, classes: classes, tile: tile, isEncoderFrozen: start == .frozen,
      loss: loss)
    self.init(made.architecture, seed: seed, workers: workers)
    guard start != .random else { return }
    let learned = Dictionary(model.network.content.map { ($0.name, $0.values) }) { first, _ in first
    }
    var (tensors, begun): ([String: Tensor], Set<String>) = ([:], [])
    for own in network.content {
      tensors[own.name] = own.values
      let parts = own.name.split(separator: ".")
      guard parts.count == 3, parts[0] != "pixels" else { continue }
      let place = parts[..<2].joined(separator: ".")
      let before = parts[0] == "encoder" ? place : made.decoderPlaces[place]
      guard let before, let values = learned["\(before).\(parts[2])"] else { continue }
      tensors[own.name] = values.inCorner(of: own.values.shape) ?? own.values
      begun.insert(own.name)
    }
    try network.restore(tensors)
    for parameter in parameters where begun.contains(parameter.name) { parameter.pace = pace }
  }

  public var bands: Int { architecture.inputShape[2] }
  public var sizeMultiple: Int { architecture.sizeMultiple }

  // MARK: Inference

  /// The probabilities of the classes, `[image, y, x, class]`, in inference mode.
  ///
  /// Work is shared between threads by images: several at once are faster.
  ///
  /// - Parameter images: `[image, y, x, band]`, sides that are multiples of `sizeMultiple`.
  public func probabilities(of images: Tensor) throws(NetworkError) -> Tensor {
    var values = try logits(of: images)
    let (rows, channels) = (images.shape[0] * images.shape[1], classes.count)
    let width = images.shape[2] * channels
    values.withUnsafeMutableValues { values in
      nonisolated(unsafe) let values = values
      workers.forEach(rows) { row in
        Probabilities.softmax(
          UnsafeMutableBufferPointer(rebasing: values[row * width..<(row + 1) * width]),
          channels: channels)
      }
    }
    return values
  }

  /// The same before they are made probabilities.
  public func logits(of images: Tensor) throws(NetworkError) -> Tensor {
    let shape = Array(images.shape.dropFirst())
    guard shape.count == 3, images.shape[0] > 0, shape[2] == bands,
      shape[..<2].allSatisfy({ $0 > 0 && $0 % sizeMultiple == 0 })
    else {
      throw NetworkError(
        "cannot tell the classes of pixels of \(images.shape): the network takes [image, y, x, \(bands)] "
          + "with y and x multiples of \(sizeMultiple)")
    }
    return try network(for: shape).outputs(images)
  }

  private func network(for shape: [Int]) throws(NetworkError) -> Network {
    guard shape != network.inputShape else { return network }
    let same =
      other.flatMap { $0.inputShape == shape ? $0 : nil }
      ?? Network(inputShape: shape, architecture.sections, loss: nil, seed: 0, workers: workers)
    var tensors: [String: Tensor] = [:]
    for own in network.content { tensors[own.name] = own.values }
    try same.restore(tensors)
    other = same
    return same
  }
}

extension SegmentationModel: Trainable {
  public var inputShape: [Int] { architecture.inputShape }
  public var parameters: [Parameter] { network.parameters }
  public var state: [NamedTensor] { network.state }

  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    try network.restore(tensors)
  }

  /// - Parameters:
  ///   - target: labels `[image, y, x]`.
  ///   - weights: none; a pixel that is not to count has the label 255.
  public func step(
    _ input: Tensor, target: Tensor, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    try check(target, weights, images: input)
    let logits = try network.forward(input)
    let (value, gradient) = loss(logits, labels: target, wantsGradient: true, workers: workers)
    if let gradient { try network.backward(gradient) }
    return value
  }

  /// How the processor time of a step is spent, summed over the threads but for the loss.
  func profile(
    _ input: Tensor, target: Tensor, steps: Int
  ) throws(NetworkError) -> [StepTime] {
    try check(target, nil, images: input)
    return try network.profile(input, steps: steps) { logits in
      let (_, gradient) = loss(logits, labels: target, wantsGradient: true, workers: workers)
      return gradient ?? Tensor(zeros: logits.shape)
    }
  }

  /// The loss in inference mode.
  public func loss(
    _ input: Tensor, target: Tensor, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    try check(target, weights, images: input)
    return loss(
      network.outputs(input), labels: target, wantsGradient: false, workers: workers
    ).loss
  }

  private func check(_ labels: Tensor, _ weights: Tensor?, images: Tensor) throws(NetworkError) {
    guard images.shape.count == 4, labels.shape == Array(images.shape[..<3]), weights == nil else {
      throw NetworkError(
        "the labels are \(labels.shape) where images of \(images.shape) need [image, y, x], and no weights"
      )
    }
  }
}

extension Tensor {
  /// These values in the first corner of a tensor of zeros; nil where they do not fit.
  fileprivate func inCorner(of shape: [Int]) -> Tensor? {
    guard shape != self.shape else { return self }
    guard shape.count == self.shape.count, zip(self.shape, shape).allSatisfy({ $0 <= $1 }) else {
      return nil
    }
    var corner = Tensor(zeros: shape)
    let row = self.shape.last ?? 1
    corner.withUnsafeMutableValues { target in
      withUnsafeValues { source in
        for start in Swift.stride(from: 0, to: source.count, by: row) {
          var (rest, offset, step) = (start / row, 0, shape.last ?? 1)
          for axis in (0..<shape.count - 1).reversed() {
            offset += rest % self.shape[axis] * step
            rest /= self.shape[axis]
            step *= shape[axis]
          }
          for index in 0..<row { target[offset + index] = source[start + index] }
        }
      }
    }
    return corner
  }
}
