public import Tensors

/// What a network is to make of every image of a data set, kept beside it.
public protocol ImageTargets: Sendable {
  var count: Int { get }
  /// Whether they belong to pixels, and move with them.
  var liesOnPixels: Bool { get }
  /// The targets of some images, each turned as its image is (see `Images.turn`).
  func rows(_ images: [Int], symmetries: [Int]) -> Tensor
  /// How much the images count, `[image]`; nil where all count alike.
  func weights(_ images: [Int]) -> Tensor?
}

extension Targets: ImageTargets {
  public var liesOnPixels: Bool { false }
  public func rows(_ images: [Int], symmetries: [Int]) -> Tensor { rows(images) }
}
