public import Tensors

/// What the training loop and the model files ask of a network.
public protocol Trainable: AnyObject {
  /// `[height, width, channels]` of the images it takes.
  var inputShape: [Int] { get }

  /// The weights and their gradients, in an order that never changes.
  var parameters: [Parameter] { get }

  /// What is learned without a gradient: the running statistics of batch normalisation, by name.
  var state: [NamedTensor] { get }

  /// Takes over weights and state by their names.
  func restore(_ tensors: [String: Tensor]) throws(NetworkError)

  /// One forward pass in training mode and the backward pass: fills the gradients of the parameters
  /// and returns the mean loss; no weight is changed.
  ///
  /// - Parameters:
  ///   - input: what the network sees, `[image, y, x, channel]`.
  ///   - target: what it ought to reconstruct, of the same shape.
  func step(_ input: Tensor, target: Tensor) throws -> Double

  /// The mean loss of a batch in inference mode.
  func loss(_ batch: Tensor) throws -> Double
}
