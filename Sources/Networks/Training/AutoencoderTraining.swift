public import Ranks
public import Tensors

extension Autoencoder: Trainable {
  public var inputShape: [Int] { architecture.inputShape }

  public func divide(over ranks: Ranks) { network.ranks = ranks }

  public func step(
    _ input: Tensor, target: Tensor, weights: Tensor?
  ) throws(NetworkError) -> Double {
    try step(input, target: .some(target), weights: weights)
  }

  public func loss(_ input: Tensor, target: Tensor, weights: Tensor?) -> Double {
    loss(input, target: .some(target), weights: weights)
  }
}
