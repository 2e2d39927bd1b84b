public import Tensors

/// What the training loop and the model files ask of a network.
public protocol Trainable: AnyObject {
  /// `[height, width, channels]` of the images it takes.
  var inputShape: [Int] { get }

  /// The weights and their gradients, in an order that never changes.
  var parameters: [Parameter] { get }

  /// What is not learned by a gradient but stored with the weights, by name: the running statistics
  /// of batch normalisation, a frozen encoder.
  var state: [NamedTensor] { get }

  /// Takes over weights and state by their names.
  func restore(_ tensors: [String: Tensor]) throws(NetworkError)

  /// One forward pass in training mode and the backward pass: fills the gradients of the parameters
  /// and returns the mean loss; no weight is changed.
  ///
  /// - Parameters:
  ///   - input: what the network sees, `[image, y, x, channel]`.
  ///   - target: what it ought to make of it: images, or `[image, class]`.
  ///   - weights: how much each part of the target counts; the loss is then the weighted mean.
  func step(_ input: Tensor, target: Tensor, weights: Tensor?) throws -> Double

  /// The mean loss of a batch in inference mode.
  func loss(_ input: Tensor, target: Tensor, weights: Tensor?) throws -> Double
}
