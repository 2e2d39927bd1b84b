public import Ranks
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

  /// From now on `step` and `loss` are computed together with other processes, each of which has its part of every batch
  /// (`Ranks.images`); weights, gradients and loss are the same for all.
  func divide(over ranks: Ranks) throws(NetworkError)

  /// The mean loss of a batch in inference mode.
  func loss(_ input: Tensor, target: Tensor, weights: Tensor?) throws -> Double
}

extension Trainable {
  /// Most networks do not divide their work.
  public func divide(over ranks: Ranks) throws(NetworkError) {
    guard ranks.areSeveral else { return }
    throw NetworkError(
      "cannot divide this training over \(ranks.count) processes: only a plain autoencoder's is; start it once, without mpirun"
    )
  }
}

extension Ranks {
  /// Batches are cut into so many chunks; more ranks would have nothing to do.
  public static let mostInTraining = chunkCount

  func requireChunks() throws(NetworkError) {
    guard count > Self.mostInTraining else { return }
    throw NetworkError(
      "cannot divide a training over \(count) processes: batches are cut into \(Self.mostInTraining) chunks, so that any number of "
        + "processes has the same bits; start at most \(Self.mostInTraining), with more threads each (--threads)"
    )
  }
}
