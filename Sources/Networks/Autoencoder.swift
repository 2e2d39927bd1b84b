public import Tensors

/// A network that learns to reproduce images through a short code, with its weights and the memory
/// for training steps.
///
/// Batches are `[image, y, x, channel]`. The same seed and the same batches give the same bits on
/// any number of workers. An autoencoder belongs to one thread at a time; it spreads its work
/// over the workers by itself.
public final class Autoencoder {
  /// The numbers that the products of a training step are made of: of layers' inputs, gradients and
  /// weights, each rounded where a convolution or dense layer reads it.
  ///
  /// Sums, the weights that are kept, normalisation, loss and optimiser are float32 in any case, and so
  /// is all of inference: a model file does not depend on it but through its weights.
  public enum Precision: String, Codable, CaseIterable, Sendable { case float32, bfloat16 }

  public let architecture: Architecture
  public let precision: Precision
  package let network: Network

  /// Makes a network with random weights (He et al. 2015) that `seed` decides.
  ///
  /// The architecture must be valid: one from a file is validated before (`validate()`).
  public init(
    _ architecture: Architecture, seed: UInt64, workers: Workers = .all,
    precision: Precision = .float32
  ) {
    architecture.requireValid()
    precondition(architecture.head == nil, "the architecture is a classifier's")
    (self.architecture, self.precision) = (architecture, precision)
    network = Network(
      inputShape: architecture.inputShape, architecture.sections, loss: architecture.loss,
      outputShape: architecture.inputShape, precision: precision, seed: seed, workers: workers)
  }

  /// The trainable weights, in the order of the layers.
  public var parameters: [Parameter] { network.parameters }

  // MARK: Training

  /// Forward in training mode and backward: fills the gradients of all parameters and returns the
  /// batch's mean loss. No weight changes; the running statistics do.
  ///
  /// - Parameters:
  ///   - target: what the output is compared with, if not the batch itself.
  ///   - weights: how much every value counts (inverse variances, masks), of the batch's shape;
  ///     the loss is then the weighted mean.
  /// - Returns: a number that is not finite if the batch or the weights are not.
  public func step(
    _ batch: Tensor, target: Tensor? = nil, weights: Tensor? = nil
  ) throws(NetworkError) -> Double {
    try network.step(batch, target: target ?? batch, weights: weights)
  }

  /// The mean loss in inference mode, with the running statistics.
  public func loss(_ batch: Tensor, target: Tensor? = nil, weights: Tensor? = nil) -> Double {
    network.loss(batch, target: target ?? batch, weights: weights)
  }

  /// How the processor time of a training step is spent, summed over the threads.
  public func profile(_ batch: Tensor, steps: Int) throws(NetworkError) -> [StepTime] {
    try network.profile(batch, target: batch, steps: steps)
  }

  /// The same of an encoding.
  public func profileEncoding(_ batch: Tensor, rounds: Int) -> [StepTime] {
    network.profileOutputs(batch, after: 0, rounds: rounds)
  }

  // MARK: Inference

  /// The codes `[image, number]`, in inference mode.
  public func encode(_ batch: Tensor) -> Tensor {
    network.outputs(batch, after: 0, shape: [architecture.codeCount])
  }

  /// The images as the decoder draws them, in the units of the batch.
  public func reconstruct(_ batch: Tensor) -> Tensor {
    architecture.images(from: network.outputs(batch, shape: architecture.inputShape))
  }

  // MARK: State

  /// What is not trained but has to be stored with the weights: running means and variances, and
  /// what decides the next step's dropout.
  public var state: [NamedTensor] { network.state }

  /// Takes over weights and state by their names, all of them or none.
  public func restore(_ tensors: [String: Tensor]) throws(NetworkError) {
    try network.restore(tensors)
  }
}

extension Architecture {
  /// The images that the decoder's last numbers mean.
  func images(from outputs: Tensor) -> Tensor {
    var images = outputs
    switch loss {
    case .meanSquaredError: break
    case .binaryCrossEntropy:
      images.withUnsafeMutableValues { Probabilities.sigmoid($0) }
    case .softmaxCrossEntropy:
      images.withUnsafeMutableValues { Probabilities.softmax($0, channels: inputShape[2]) }
    }
    return images
  }
}
