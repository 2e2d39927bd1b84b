public import Tensors

/// What a network is to make of every image of a data set, kept beside it.
public protocol ImageTargets: Sendable {
  var count: Int { get }
  /// The targets of some images; those that belong to pixels move as their images do.
  func rows(_ images: [Int], moved: [Motion]) -> Tensor
  /// How much the images count, `[image]`; nil where all count alike.
  func weights(_ images: [Int]) -> Tensor?
}

extension Targets: ImageTargets {
  public func rows(_ images: [Int], moved: [Motion]) -> Tensor { rows(images) }
}
