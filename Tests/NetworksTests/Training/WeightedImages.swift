import Tensors

/// The images of `FewImages`, each value with a weight that is made of the value itself.
struct WeightedImages: WeightedDataset {
  var images = FewImages()
  var hasWeights = true
  var weight: @Sendable (Float) -> Float

  var count: Int { images.count }
  var imageShape: [Int] { images.imageShape }

  func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws { try images.fill(batch, with: indices) }

  func fillWeights(
    _ weights: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    try images.fill(weights, with: indices)
    for index in weights.indices { weights[index] = weight(weights[index]) }
  }

  func identifier(of index: Int) -> String { images.identifier(of: index) }
}
