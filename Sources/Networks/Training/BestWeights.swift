internal import Tensors

/// The weights and running statistics of the epoch with the lowest loss of the held-out images.
struct BestWeights {
  /// The epoch they come from, counted from 1.
  private(set) var epoch: Int
  private(set) var loss: Double
  private(set) var content: NetworkContent

  init(epoch: Int, loss: Double, content: NetworkContent) {
    (self.epoch, self.loss, self.content) = (epoch, loss, content)
  }

  /// The better of what was best and a new epoch; the earlier one where they are equal.
  static func better(_ old: BestWeights?, _ new: BestWeights) -> BestWeights {
    if let old, old.loss <= new.loss { return old }
    return new
  }
}
