internal import Tensors

/// The images of a batch on their way from a data set to the network: read, checked and varied, one
/// after the other while each is in the processor's nearest memory.
struct VariedImages<Source: Dataset> {
  let images: [Int]
  let dataset: Source
  let augmentation: Augmentation
  /// How every image is moved.
  let motions: [Motion]
  /// In what light every image is shown; empty where all stay in their own.
  private let lights: [Lighting?]
  /// What the further choices for every image come from.
  private var numbers: [RandomNumbers]

  /// - Parameter request: held-out images are not varied.
  init(_ request: BatchRequest, from dataset: Source, settings: TrainingSettings) {
    images = request.images
    self.dataset = dataset
    let augmentation = request.purpose == .training ? settings.augmentation : Augmentation()
    self.augmentation = augmentation
    var numbers = request.images.map {
      Augmentation.numbers(image: $0, epoch: request.epoch, seed: settings.seed)
    }
    let count = Symmetry.count(of: dataset.imageShape)
    var motions = numbers.indices.map { slot in
      var motion = Motion()
      if augmentation.symmetries {
        motion.symmetry = Symmetry(numbers[slot].integer(below: count))
      }
      return motion
    }
    var lights: [Lighting?] = []
    if let deformation = augmentation.deformation, deformation.strength > 0 {
      for slot in numbers.indices {
        let view = deformation.view(of: dataset.imageShape, using: &numbers[slot])
        motions[slot].warp = view.warp
        lights.append(view.lighting)
      }
    }
    (self.motions, self.lights) = (motions, lights)
    self.numbers = numbers
  }

  /// Whether images are bent: what lies on their pixels moves with them.
  var areBent: Bool { !lights.isEmpty }

  /// The images `[image, y, x, channel]`, and the same with noise where noise is wanted; of others than `own` there is only room.
  mutating func tensors(only own: Range<Int>) throws -> (clean: Tensor, noisy: Tensor?) {
    if let share = augmentation.recorruption { return try recorrupted(share, only: own) }
    let shape = [images.count] + dataset.imageShape
    var noisy: Tensor?
    let clean = try Tensor(uninitialized: shape) { clean in
      guard augmentation.noise > 0 else { return try fill(own, clean, nil) }
      noisy = try Tensor(uninitialized: shape) { try fill(own, clean, $0) }
    }
    return (clean, noisy)
  }

  private mutating func fill(
    _ own: Range<Int>, _ clean: UnsafeMutableBufferPointer<Float>,
    _ noisy: UnsafeMutableBufferPointer<Float>?
  ) throws {
    let shape = dataset.imageShape
    let length = shape.reduce(1, *)
    let splines = areBent ? SplineLattice(of: shape) : nil
    try withUnsafeTemporaryAllocation(of: Float.self, capacity: length) { copy in
      for slot in own {
        let symmetry = motions[slot].symmetry
        let room = slot * length..<(slot + 1) * length
        let image = UnsafeMutableBufferPointer(rebasing: clean[room])
        let isTurned = symmetry != Symmetry(0)
        try read(images[slot], into: isTurned ? copy : image)
        if isTurned {
          symmetry.apply(to: UnsafeBufferPointer(copy), shape: shape, writing: image)
        }
        if let warp = motions[slot].warp, let splines {
          _ = copy.initialize(fromContentsOf: image)
          warp.apply(to: UnsafeBufferPointer(copy), shape: shape, splines, writing: image)
          lights[slot]?.apply(to: image)
        }
        if let noisy {
          let seen = UnsafeMutableBufferPointer(rebasing: noisy[room])
          _ = seen.initialize(fromContentsOf: image)
          Augmentation.addNoise(augmentation.noise, to: seen, using: &numbers[slot])
        }
      }
    }
  }

  /// Images less `1 / share` times noise like their own, to be told from the same with `share` times that noise more.
  private mutating func recorrupted(
    _ share: Float, only own: Range<Int>
  ) throws -> (clean: Tensor, noisy: Tensor?) {
    guard let source = dataset as? any NoisyDataset, source.knowsNoise else {
      throw NetworkError(
        "cannot train on recorrupted images: nobody knows the noise of these; train without recorruption"
      )
    }
    guard !areBent else {
      throw NetworkError(
        "cannot deform images that are recorrupted: their noise would no longer be known; choose one of the two"
      )
    }
    let shape = dataset.imageShape
    let length = shape.reduce(1, *)
    var inputs: Tensor?
    let targets = try Tensor(uninitialized: [images.count] + shape) { targets in
      inputs = try Tensor(uninitialized: [images.count] + shape) { inputs in
        try withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * length) { room in
          let image = UnsafeMutableBufferPointer(rebasing: room[..<length])
          let noise = UnsafeMutableBufferPointer(rebasing: room[length...])
          for slot in own {
            try source.fill(
              image, noise: noise, with: images[slot], stream: numbers[slot].next())
            try check(image, of: images[slot])
            let range = slot * length..<(slot + 1) * length
            let input = UnsafeMutableBufferPointer(rebasing: inputs[range])
            let target = UnsafeMutableBufferPointer(rebasing: targets[range])
            motions[slot].symmetry.apply(
              to: UnsafeBufferPointer(image), shape: shape, writing: input)
            // Noise has no side: it need not be turned with its image.
            for index in 0..<length {
              (input[index], target[index]) = (
                input[index] + share * noise[index], input[index] - noise[index] / share
              )
            }
          }
        }
      }
    }
    return (targets, inputs)
  }

  private func read(_ index: Int, into image: UnsafeMutableBufferPointer<Float>) throws {
    try dataset.fill(image, with: CollectionOfOne(index))
    try check(image, of: index)
  }

  /// A pixel that is no number would spoil every weight; it is cheaper to name its image here than
  /// to find it after the step.
  private func check(_ image: UnsafeMutableBufferPointer<Float>, of index: Int) throws {
    guard !Arrays.areFinite(UnsafeBufferPointer(image)) else { return }
    throw NetworkError(
      "cannot train on the image \(dataset.identifier(of: index)): it has pixels that are "
        + "not finite numbers; leave it out or fill them in")
  }
}
