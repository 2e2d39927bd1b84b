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

  package init(
    _ request: BatchRequest, from dataset: some Dataset, targets: Targets? = nil,
    settings: TrainingSettings
  ) throws {
    images = request.images
    var pixels = try dataset.images(images)
    try Self.check(pixels, of: images, in: dataset)
    var weights = try targets == nil ? Self.weights(images, in: dataset) : targets?.weights(images)
    let augmentation = request.purpose == .training ? settings.augmentation : Augmentation()
    var numbers = images.map {
      Augmentation.numbers(image: $0, epoch: request.epoch, seed: settings.seed)
    }
    if augmentation.symmetries {
      let shape = dataset.imageShape
      let symmetries = numbers.indices.map {
        Symmetry(numbers[$0].integer(below: Symmetry.count(of: shape)))
      }
      Self.turn(&pixels, shape, by: symmetries)
      if targets == nil, var turned = weights {
        Self.turn(&turned, shape, by: symmetries)
        weights = turned
      }
    }
    if let deformation = augmentation.deformation, deformation.strength > 0 {
      // How much a pixel counts cannot move with it: what comes from elsewhere would be unknown.
      guard weights == nil || targets != nil else {
        throw NetworkError(
          "cannot deform images whose pixels count differently; train without deformation")
      }
      let splines = SplineLattice(of: dataset.imageShape)
      Self.replace(&pixels) { image, index, bent in
        deformation.apply(
          to: image, shape: dataset.imageShape, splines, writing: bent, using: &numbers[index])
      }
    }
    target = targets?.rows(images) ?? pixels
    self.weights = weights
    mass = weights.map { $0.withUnsafeValues { Arrays.sum($0) } } ?? Double(images.count)
    if augmentation.noise > 0 {
      Self.forEachImage(&pixels) { image, index in
        Augmentation.addNoise(augmentation.noise, to: image, using: &numbers[index])
      }
    }
    input = pixels
  }

  /// Turns every image in its place.
  private static func turn(_ pixels: inout Tensor, _ shape: [Int], by symmetries: [Symmetry]) {
    replace(&pixels) { image, index, turned in
      symmetries[index].apply(to: image, shape: shape, writing: turned)
    }
  }

  /// Writes every image anew from a copy of itself.
  private static func replace(
    _ pixels: inout Tensor,
    _ body: (
      _ image: UnsafeBufferPointer<Float>, _ index: Int, _ out: UnsafeMutableBufferPointer<Float>
    ) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: pixels.stride) { copy in
      forEachImage(&pixels) { image, index in
        _ = copy.initialize(fromContentsOf: image)
        body(UnsafeBufferPointer(copy), index, image)
      }
    }
  }

  private static func forEachImage(
    _ batch: inout Tensor, _ body: (UnsafeMutableBufferPointer<Float>, Int) -> Void
  ) {
    let (count, stride) = (batch.shape[0], batch.stride)
    batch.withUnsafeMutableValues { values in
      for index in 0..<count {
        body(.init(rebasing: values[index * stride..<(index + 1) * stride]), index)
      }
    }
  }

  /// A pixel that is no number would spoil every weight; it is cheaper to name its image here than
  /// to find it after the step.
  private static func check(
    _ pixels: Tensor, of images: [Int], in dataset: some Dataset
  ) throws(NetworkError) {
    guard let spoilt = first(of: pixels, where: { !Arrays.areFinite($0) }) else { return }
    throw NetworkError(
      "cannot train on the image \(dataset.identifier(of: images[spoilt])): it has pixels that are "
        + "not finite numbers; leave it out or fill them in")
  }

  private static func weights(_ images: [Int], in dataset: some Dataset) throws -> Tensor? {
    guard let weights = try (dataset as? any WeightedDataset)?.weights(images) else { return nil }
    let spoilt = first(of: weights) { values in
      var wrong = !Arrays.areFinite(values)
      for value in values { wrong = wrong || value < 0 }
      return wrong
    }
    guard let spoilt else { return weights }
    throw NetworkError(
      "cannot train on the image \(dataset.identifier(of: images[spoilt])): it has pixel weights "
        + "that are negative or not finite numbers; make the data set again")
  }

  private static func first(
    of batch: Tensor, where isSpoilt: (UnsafeBufferPointer<Float>) -> Bool
  ) -> Int? {
    let stride = batch.stride
    return batch.withUnsafeValues { values in
      (0..<batch.shape[0]).first { index in
        isSpoilt(UnsafeBufferPointer(rebasing: values[index * stride..<(index + 1) * stride]))
      }
    }
  }
}
