package import Tensors

/// Images ready for the network: read, stretched, varied and checked.
package struct Batch: Sendable {
  /// What the network sees, `[image, y, x, channel]`.
  package let input: Tensor
  /// What it ought to make of it: the images without noise, or the rows of targets that were given.
  package let target: Tensor
  /// How much every image counts, `[image]`, or every value of the target if the data set knows
  /// (see `WeightedDataset`); nil where all count alike.
  package let weights: Tensor?
  /// What the batch's mean loss counts in an epoch's.
  package let mass: Double
  /// Which images of the data set these are.
  package let images: [Int]

  /// - Parameter own: whose pixels are needed; those of other images are left as they are. All where it is nil.
  package init(
    _ request: BatchRequest, from dataset: some Dataset, targets: (any ImageTargets)? = nil,
    settings: TrainingSettings, only own: Range<Int>? = nil
  ) throws {
    images = request.images
    var varied = VariedImages(request, from: dataset, settings: settings)
    let weights: Tensor? =
      if let targets { targets.weights(images) } else { try Self.weights(of: varied) }
    // How much a pixel counts cannot move with it: what comes from elsewhere would be unknown.
    guard !varied.areBent || weights == nil || targets != nil else {
      throw NetworkError(
        "cannot deform images whose pixels count differently; train without deformation")
    }
    self.weights = weights
    mass = weights.map { $0.withUnsafeValues { Arrays.sum($0) } } ?? Double(images.count)
    let (clean, noisy) = try varied.tensors(only: own ?? images.indices)
    input = noisy ?? clean
    target = targets?.rows(images, moved: varied.motions) ?? clean
  }

  /// The weights of the images' values, turned as the images are.
  private static func weights(of varied: VariedImages<some Dataset>) throws -> Tensor? {
    let dataset = varied.dataset
    guard var weights = try (dataset as? any WeightedDataset)?.weights(varied.images) else {
      return nil
    }
    let (length, shape) = (weights.stride, dataset.imageShape)
    try weights.withUnsafeMutableValues { values in
      try withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { copy in
        for (slot, motion) in varied.motions.enumerated() {
          let own = UnsafeMutableBufferPointer(
            rebasing: values[slot * length..<(slot + 1) * length])
          _ = copy.initialize(fromContentsOf: own)
          try check(UnsafeBufferPointer(copy), of: varied.images[slot], in: dataset)
          motion.symmetry.apply(to: UnsafeBufferPointer(copy), shape: shape, writing: own)
        }
      }
    }
    return weights
  }

  private static func check(
    _ weights: UnsafeBufferPointer<Float>, of index: Int, in dataset: some Dataset
  ) throws(NetworkError) {
    var isWrong = !Arrays.areFinite(weights)
    for weight in weights { isWrong = isWrong || weight < 0 }
    guard isWrong else { return }
    throw NetworkError(
      "cannot train on the image \(dataset.identifier(of: index)): it has pixel weights "
        + "that are negative or not finite numbers; make the data set again")
  }
}
