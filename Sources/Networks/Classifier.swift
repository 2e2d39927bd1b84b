public import Tensors

/// A network that learns from targets which classes images belong to: an encoder, its own or an
/// autoencoder's, and layers from the code to the logits of the classes.
///
/// Images are `[image, y, x, channel]`. The loss is the softmax cross-entropy (each image's targets
/// add up to one) or the binary cross-entropy of every class by itself. A frozen encoder only
/// infers: its weights are no parameters, its running statistics stay, and it drops nothing.
///
/// It belongs to one thread at a time; the same seed and the same batches give the same bits on any
/// number of workers.
public final class Classifier {
  public let architecture: Architecture
  /// Encoder and head, or with a frozen encoder the head alone.
  private let network: Network
  private let frozen: Network?

  /// Makes a classifier with random weights (He et al. 2015) that `seed` decides.
  ///
  /// The architecture must be valid and have a head: one from a file is validated before.
  public init(_ architecture: Architecture, seed: UInt64, workers: Workers = .all) {
    architecture.requireValid()
    guard let head = architecture.head else { preconditionFailure("a classifier needs a head") }
    self.architecture = architecture
    let sections = architecture.sections
    func network(of shape: [Int], _ sections: [Network.Section], _ loss: Loss?) -> Network {
      Network(
        inputShape: shape, sections, loss: loss, seed: seed &+ (loss == nil ? 1 : 0),
        workers: workers)
    }
    if head.isEncoderFrozen {
      let code = architecture.codeShape
      frozen = network(of: architecture.inputShape, [sections[0]], nil)
      self.network = network(
        of: code.count == 3 ? code : [1, 1, architecture.codeCount], [sections[1]],
        architecture.loss)
    } else {
      frozen = nil
      self.network = network(of: architecture.inputShape, sections, architecture.loss)
    }
  }

  /// A classifier that begins with an autoencoder's encoder; the head is random.
  ///
  /// - Parameter hidden: the widths of the dense layers between code and logits.
  public convenience init(
    encoderOf model: Autoencoder, hidden: [Int] = [], classes: Int,
    loss: Loss = .softmaxCrossEntropy, isEncoderFrozen: Bool = false, seed: UInt64,
    workers: Workers = .all
  ) {
    self.init(
      .classifier(
        inputShape: model.architecture.inputShape, encoder: model.architecture.encoder,
        hidden: hidden, classes: classes, loss: loss, isEncoderFrozen: isEncoderFrozen),
      seed: seed, workers: workers)
    let own = (frozen ?? network).content.map { ($0.name, $0.values) }
    let learned = model.network.content.filter { $0.name.hasPrefix("encoder.") }
      .map { ($0.name, $0.values) }
    let tensors = Dictionary(own) { first, _ in first }
      .merging(learned) { _, learned in learned }
    do throws(NetworkError) {
      try (frozen ?? network).restore(tensors)
    } catch {
      preconditionFailure(error.description)
    }
  }

  public var classes: Int { network.outputShape.reduce(1, *) }

  // MARK: Training

  /// Forward in training mode and backward: fills the gradients of all parameters and returns the
  /// batch's mean loss. No weight changes; the running statistics of what learns do.
  ///
  /// - Parameters:
  ///   - target: `[image, class]`, probabilities.
  ///   - weights: how much every image counts, `[image]`; the loss is then the weighted mean.
  public func step(
    _ images: Tensor, target: Tensor, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    let (target, weights) = try fitting(target, weights, images: images.shape[0])
    return try network.step(headInput(images), target: target, weights: weights)
  }

  /// The mean loss in inference mode.
  public func loss(
    _ images: Tensor, target: Tensor, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    let (target, weights) = try fitting(target, weights, images: images.shape[0])
    return network.loss(headInput(images), target: target, weights: weights)
  }

  /// What the trained network takes: codes if the encoder is frozen.
  private func headInput(_ images: Tensor) -> Tensor {
    guard let frozen else { return images }
    return frozen.outputs(images, shape: network.inputShape)
  }

  /// Targets and weights as the loss sees them.
  private func fitting(
    _ target: Tensor, _ weights: Tensor?, images: Int
  ) throws(NetworkError) -> (target: Tensor, weights: Tensor?) {
    guard target.shape == [images, classes] else {
      throw NetworkError(
        "the target is \(target.shape) where \(images) images need [\(images), \(classes)]")
    }
    if let weights, weights.count != images {
      throw NetworkError("the weights are \(weights.shape) where \(images) images need [\(images)]")
    }
    let perValue = weights.map { weights in
      guard architecture.loss == .binaryCrossEntropy, classes > 1 else { return weights }
      return Tensor(
        weights.values.flatMap { [Float](repeating: $0, count: classes) },
        shape: [images, classes])
    }
    return (target.reshaped(to: [images] + network.outputShape), perValue)
  }

  // MARK: Inference

  /// The logits `[image, class]`, in inference mode.
  public func logits(_ images: Tensor) -> Tensor {
    network.outputs(headInput(images), shape: [classes])
  }

  /// The probabilities of the classes, `[image, class]`, in inference mode.
  public func probabilities(_ images: Tensor) -> Tensor {
    var values = logits(images)
    values.withUnsafeMutableValues {
      switch architecture.loss {
      case .softmaxCrossEntropy: Probabilities.softmax($0, channels: classes)
      case .binaryCrossEntropy, .meanSquaredError: Probabilities.sigmoid($0)
      }
    }
    return values
  }

  /// The codes `[image, number]` that the encoder makes, in inference mode.
  public func codes(_ images: Tensor) -> Tensor {
    (frozen ?? network).outputs(images, after: 0, shape: [architecture.codeCount])
  }
}

extension Classifier: Trainable {
  public var inputShape: [Int] { architecture.inputShape }

  /// The trainable weights; those of a frozen encoder are a part of the state.
  public var parameters: [Parameter] { network.parameters }

  public var state: [NamedTensor] { (frozen?.content.filter(\.isLearned) ?? []) + network.state }

  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    var own = tensors
    for kept in frozen?.content ?? [] where !kept.isLearned { own[kept.name] = kept.values }
    try frozen?.require(own)
    try network.restore(tensors)
    try frozen?.restore(own)
  }
}

extension NamedTensor {
  /// Whether it is more than the count of steps that dropout keeps.
  fileprivate var isLearned: Bool { name != "dropout" }
}
