public import Tensors

/// A network that tells for every pixel of an image which class it is of: an autoencoder's convolutions on
/// the way down and up again, joined at equal sizes (U-Net, Ronneberger et al. 2015, arXiv:1505.04597).
///
/// Each halving is one of the encoder's. At the bottom a convolution takes the place of the code, which
/// would tie the network to one size of images. Each doubling is one of the decoder's, or new where the
/// decoder has none; to what it makes the numbers of the same size on the way down are added, through
/// a convolution of their own. Two convolutions at full size end in the classes.
///
/// For training its images have one channel more than bands: the label of every pixel, so that labels turn
/// and mirror with their pixels. A network with a frozen encoder never changes it, running
/// statistics included.
public final class SegmentationModel {
  /// How its weights begin.
  public enum Start: String, CaseIterable, Sendable {
    /// The pre-trained encoder stays as it is.
    case frozen
    /// All weights learn from the pre-trained ones on.
    case tuned
    /// All weights are random.
    case random
  }

  public let architecture: Architecture
  public let plan: SegmentationPlan
  private let branched: BranchedNetwork
  private let seed: UInt64
  private let workers: Workers
  private let loss: SegmentationLoss
  /// The network for images of another size, with the same weights; made when such images come.
  private var other: (size: [Int], network: BranchedNetwork)?

  /// A network with random weights (He et al. 2015) that `seed` decides; the architecture is valid and
  /// has a segmentation.
  public init(_ architecture: Architecture, seed: UInt64, workers: Workers = .all) {
    architecture.requireValid()
    guard let plan = architecture.segmentation else {
      preconditionFailure("the architecture is not a segmentation network's")
    }
    (self.architecture, self.plan) = (architecture, plan)
    (self.seed, self.workers) = (seed, workers)
    branched = architecture.branched(plan, seed: seed, workers: workers)
    loss = SegmentationLoss(classWeights: plan.classWeights)
  }

  /// A network from a pre-trained autoencoder.
  ///
  /// - Parameter tile: `[height, width]` of the images it learns from.
  public convenience init(
    of model: Autoencoder, classes: [String], classWeights: [Float]? = nil, start: Start,
    tile: [Int] = [128, 128], seed: UInt64, workers: Workers = .all
  ) throws(NetworkError) {
    let plan = SegmentationPlan(
      classes: classes, classWeights: classWeights, isEncoderFrozen: start == .frozen)
    let architecture = try model.architecture.segmentation(plan, size: tile)
    self.init(architecture, seed: seed, workers: workers)
    guard start != .random else { return }
    var content: [String: Tensor] = [:]
    for tensor in branched.parameters.map({ NamedTensor(name: $0.name, values: $0.values) })
      + branched.state
    {
      content[tensor.name] = tensor.values
    }
    let learned = Dictionary(
      uniqueKeysWithValues: model.network.content.map { ($0.name, $0.values) })
    for (own, source) in architecture.origins(in: model.architecture) {
      for (name, values) in learned where name.hasPrefix(source + ".") {
        let place = own + name.dropFirst(source.count)
        if content[place]?.shape == values.shape { content[place] = values }
      }
    }
    try branched.restore(content)
  }

  public var classes: [String] { plan.classes }
  /// The channels of images, labels aside.
  public var bands: Int { architecture.inputShape[2] }
  /// Sides of images are multiples of it.
  public var sizeMultiple: Int { 1 << architecture.descents.count }

  /// The probabilities of the classes, `[image, y, x, class]`, in inference mode.
  ///
  /// - Parameter images: `[image, y, x, band]`, of any height and width that are multiples of `sizeMultiple`.
  public func probabilities(of images: Tensor) throws(NetworkError) -> Tensor {
    guard images.shape.count == 4, images.shape[3] == bands, images.shape[0] > 0,
      images.shape[1] > 0, images.shape[2] > 0,
      images.shape[1] % sizeMultiple == 0, images.shape[2] % sizeMultiple == 0
    else {
      throw NetworkError(
        "images of \(images.shape) cannot be parted into classes: the network takes \(bands) "
          + "channels and sides that are multiples of \(sizeMultiple)")
    }
    var values = try network(of: [images.shape[1], images.shape[2]]).outputs(images)
    let (rows, classes) = (images.shape[0] * images.shape[1], classes.count)
    let width = images.shape[2] * classes
    values.withUnsafeMutableValues { values in
      nonisolated(unsafe) let values = values
      workers.forEach(rows) { row in
        Probabilities.softmax(
          UnsafeMutableBufferPointer(rebasing: values[row * width..<(row + 1) * width]),
          channels: classes)
      }
    }
    return values
  }

  private func network(of size: [Int]) throws(NetworkError) -> BranchedNetwork {
    if size == Array(architecture.inputShape.prefix(2)) { return branched }
    if let other, other.size == size { return other.network }
    var architecture = architecture
    architecture.inputShape = size + [bands]
    try architecture.validate()
    let network = architecture.branched(plan, seed: seed, workers: workers)
    other = (size, network)
    try refresh()
    return network
  }

  /// The network of another size follows the weights of the first.
  private func refresh() throws(NetworkError) {
    guard let other else { return }
    var content: [String: Tensor] = [:]
    for parameter in branched.parameters { content[parameter.name] = parameter.values }
    for tensor in branched.state { content[tensor.name] = tensor.values }
    try other.network.restore(content)
  }
}

extension SegmentationModel: Trainable {
  /// `[height, width, bands + 1]`: the last channel holds the labels.
  public var inputShape: [Int] {
    [architecture.inputShape[0], architecture.inputShape[1], bands + 1]
  }

  public var parameters: [Parameter] { branched.parameters }
  public var state: [NamedTensor] { branched.state }

  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    try branched.restore(tensors)
    other = nil
  }

  /// - Parameters:
  ///   - input: images with labels; noise, where they have it, is on the bands that are looked at.
  ///   - target: the same without noise, whose labels count.
  public func step(_ input: Tensor, target: Tensor, weights: Tensor?) throws(NetworkError) -> Double {
    other = nil
    var logits = try branched.forward(input.channels(0..<bands))
    let value = loss.gradient(of: &logits, labels: try labels(of: target), workers: workers)
    try branched.backward(logits)
    return value
  }

  public func loss(_ input: Tensor, target: Tensor, weights: Tensor?) throws(NetworkError) -> Double {
    var logits = branched.outputs(input.channels(0..<bands))
    return loss.gradient(of: &logits, labels: try labels(of: target), workers: workers)
  }

  private func labels(of target: Tensor) throws(NetworkError) -> [UInt8] {
    var labels: [UInt8] = []
    labels.reserveCapacity(target.count / (bands + 1))
    for value in target.channels(bands..<bands + 1).values {
      guard let label = UInt8(exactly: value),
        label == SegmentationLoss.none || Int(label) < classes.count
      else {
        throw NetworkError(
          "a pixel has the label \(value), which is none of the \(classes.count) classes nor "
            + "\(SegmentationLoss.none), no label")
      }
      labels.append(label)
    }
    return labels
  }
}

extension Tensor {
  /// Some channels of images `[image, y, x, channel]`.
  fileprivate func channels(_ range: Range<Int>) -> Tensor {
    let all = shape[3]
    return Tensor(uninitialized: Array(shape.dropLast()) + [range.count]) { part in
      withUnsafeValues { values in
        for pixel in 0..<values.count / all {
          for (place, channel) in range.enumerated() {
            part[pixel * range.count + place] = values[pixel * all + channel]
          }
        }
      }
    }
  }
}
