import Networks
import Tensors
import Testing

/// Inputs and targets whose noise is independent.
@Suite struct RecorruptionTests {
  /// Images of a plane each, whose noise is known.
  private struct NoisyPlanes: NoisyDataset {
    var count = 6
    let imageShape = [4, 4, 2]
    var knowsNoise = true

    func identifier(of index: Int) -> String { "plane \(index)" }

    func fill(
      _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
    ) throws {
      for (slot, index) in indices.enumerated() {
        for pixel in 0..<32 { batch[slot * 32 + pixel] = Float(index) + Float(pixel) / 32 }
      }
    }

    func fill(
      _ image: UnsafeMutableBufferPointer<Float>, noise: UnsafeMutableBufferPointer<Float>,
      with index: Int, stream key: UInt64
    ) throws {
      try fill(image, with: [index])
      noise.update(repeating: 0)
      Images.addNoise(0.1, stream: key, to: noise)
    }
  }

  private func batch(
    _ share: Float?, epoch: Int = 1, of images: some Dataset = NoisyPlanes(),
    deformation: Deformation? = nil, purpose: BatchRequest.Purpose = .training
  ) throws -> Batch {
    var settings = TrainingSettings()
    settings.augmentation = Augmentation(recorruption: share, deformation: deformation)
    return try Batch(
      BatchRequest([4, 0, 2], epoch: epoch, for: purpose), from: images, settings: settings)
  }

  @Test(arguments: [Float(0.5), 1, 2])
  func `what one gains of the noise the other loses, so that the image is what they agree on`(
    share: Float
  ) throws {
    let batch = try batch(share)
    let image = try NoisyPlanes().images([4, 0, 2]).values
    var noise: [Float] = []
    for (index, (input, target)) in zip(batch.input.values, batch.target.values).enumerated() {
      let agreed = (input + share * share * target) / (1 + share * share)
      #expect(abs(agreed - image[index]) < 1e-5)
      noise.append((input - target) / (share + 1 / share))
    }
    let square = noise.reduce(0) { $0 + $1 * $1 } / Float(noise.count)
    #expect(abs(square.squareRoot() / 0.1 - 1) < 0.25)
  }

  @Test
  func `noise is another in every epoch, the same for the same seed, and none for held-out images`()
    throws
  {
    #expect(try batch(0.5).input.values == batch(0.5).input.values)
    #expect(try batch(0.5).input.values != batch(0.5, epoch: 2).input.values)
    let heldOut = try batch(0.5, purpose: .validation)
    #expect(try heldOut.input.values == NoisyPlanes().images([4, 0, 2]).values)
  }

  @Test func `some images of a set know their noise as the set does`() throws {
    let some = SomeImages(base: NoisyPlanes(), chosen: [5, 4, 3, 2, 1])
    #expect(some.knowsNoise && !SomeImages(base: FewImages(), chosen: [1]).knowsNoise)
    let batch = try batch(1, of: some)
    let agreed = zip(batch.input.values, batch.target.values).map { ($0 + $1) / 2 }
    let image = try some.images([4, 0, 2]).values
    for (a, b) in zip(agreed, image) { #expect(abs(a - b) < 1e-5) }
  }

  @Test func `where nobody knows the noise, or it would be bent, it is refused`() {
    let unknown =
      "cannot train on recorrupted images: nobody knows the noise of these; train without recorruption"
    #expect(throws: NetworkError(unknown)) { try batch(0.5, of: FewImages()) }
    #expect(throws: NetworkError(unknown)) { try batch(0.5, of: NoisyPlanes(knowsNoise: false)) }
    #expect(
      throws: NetworkError(
        "cannot deform images that are recorrupted: their noise would no longer be known; choose one of the two"
      )
    ) { try batch(0.5, deformation: Deformation(strength: 1)) }
  }
}
