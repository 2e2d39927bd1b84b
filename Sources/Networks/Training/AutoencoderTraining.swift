public import Tensors

extension Autoencoder: Trainable {
  public var inputShape: [Int] { architecture.inputShape }

  public func step(_ input: Tensor, target: Tensor) throws(NetworkError) -> Double {
    try step(input, target: target, weights: nil)
  }

  public func loss(_ batch: Tensor) -> Double {
    loss(batch, target: nil, weights: nil)
  }
}
