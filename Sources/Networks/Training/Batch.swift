package import Tensors

/// Images ready for the network: read, stretched, varied and checked.
package struct Batch: Sendable {
  /// What the network sees, `[image, y, x, channel]`.
  package let input: Tensor
  /// What it ought to make of it: the images without noise, or the rows of targets that were given.
  package let target: Tensor
  /// How much every image counts, `[image]`; nil where all count alike.
  package let weights: Tensor?
  /// Which images of the data set these are.
  package let images: [Int]

  package init(
    _ request: BatchRequest, from dataset: some Dataset, targets: Targets? = nil,
    settings: TrainingSettings
  ) throws {
    images = request.images
    weights = targets?.weights(images)
    var pixels = try dataset.images(request.images)
    try Self.checkFinite(pixels, of: request.images, in: dataset)
    let augmentation = request.purpose == .training ? settings.augmentation : Augmentation()
    var numbers = images.map {
      Augmentation.numbers(image: $0, epoch: request.epoch, seed: settings.seed)
    }
    if augmentation.symmetries {
      pixels = Self.turned(pixels, shape: dataset.imageShape, using: &numbers)
    }
    target = targets?.rows(images) ?? pixels
    if augmentation.noise > 0 {
      Self.forEachImage(&pixels) { image, index in
        Augmentation.addNoise(augmentation.noise, to: image, using: &numbers[index])
      }
    }
    input = pixels
  }

  /// What the batch's mean loss counts in an epoch's.
  package var mass: Double {
    guard let weights else { return Double(images.count) }
    return weights.values.reduce(0) { $0 + Double($1) }
  }

  private static func turned(
    _ pixels: Tensor, shape: [Int], using numbers: inout [RandomNumbers]
  ) -> Tensor {
    var turned = Tensor(zeros: pixels.shape)
    pixels.withUnsafeValues { source in
      forEachImage(&turned) { image, index in
        let number = numbers[index].integer(below: Symmetry.count(of: shape))
        let start = index * image.count
        Symmetry(number).apply(
          to: UnsafeBufferPointer(rebasing: source[start..<start + image.count]), shape: shape,
          writing: image)
      }
    }
    return turned
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
  private static func checkFinite(
    _ pixels: Tensor, of images: [Int], in dataset: some Dataset
  ) throws(NetworkError) {
    let stride = pixels.stride
    let spoilt = pixels.withUnsafeValues { values -> Int? in
      images.indices.first { index in
        var largest: UInt32 = 0
        for value in values[index * stride..<(index + 1) * stride] {
          largest = max(largest, value.bitPattern & 0x7FFF_FFFF)
        }
        return largest >= Float.infinity.bitPattern
      }
    }
    guard let spoilt else { return }
    throw NetworkError(
      "cannot train on the image \(dataset.identifier(of: images[spoilt])): it has pixels that are "
        + "not finite numbers; leave it out or fill them in")
  }
}
