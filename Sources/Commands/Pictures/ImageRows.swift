internal import Console
internal import Tensors

extension Dataset {
  /// Images as rows of numbers `[image, number]`, all of them in memory.
  ///
  /// - Parameter purpose: what they are for, in front of how many they are: "find principal components of".
  func rows(_ indices: [Int], to purpose: String) throws -> Tensor {
    let length = imageShape.reduce(1, *)
    let largest = 1 << 32
    guard indices.count * length <= largest / MemoryLayout<Float>.size else {
      throw CommandFailure(
        "cannot \(purpose) \(indices.count) images of \(length) values: they do not fit into "
          + "\(largest >> 30) GiB; crop them or use fewer")
    }
    return try images(indices).reshaped(to: [indices.count, length])
  }
}
