import Networks
import Tensors
import Testing

@Suite struct BatchTests {
  @Test func plainImagesAreTheirOwnTarget() throws {
    let batch = try batch([3, 1], TrainingSettings())
    #expect(batch.images == [3, 1])
    #expect(batch.input == (try FewImages().images([3, 1])))
    #expect(batch.target == batch.input)
  }

  @Test func noiseHasTheSpreadThatWasAskedFor() throws {
    let many = Array(0..<50)
    let batch = try batch(many, settings(noise: 0.5))
    #expect(batch.target == (try FewImages().images(many)))
    let noise = zip(batch.input.values, batch.target.values).map { Double($0 - $1) }
    let mean = noise.reduce(0, +) / Double(noise.count)
    let spread = (noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)).squareRoot()
    #expect(abs(mean) < 0.05 && abs(spread - 0.5) < 0.03)
    let within = noise.filter { abs($0) < 0.5 }.count
    #expect(abs(Double(within) / Double(noise.count) - 0.683) < 0.04)
  }

  /// What happens to an image is decided by seed, epoch and image, not by its neighbours.
  @Test func theBatchAroundAnImageChangesNothing() throws {
    let settings = settings(symmetries: true, noise: 0.1)
    let one = try batch([7], settings)
    let two = try batch([2, 7], settings)
    #expect(one.input.values == Array(two.input.values.suffix(32)))
    #expect(one.target.values == Array(two.target.values.suffix(32)))
    #expect(try batch([7], settings, epoch: 1).input != one.input)
    var other = settings
    other.seed = 9
    #expect(try batch([7], other).input != one.input)
  }

  @Test func symmetriesOnlyMovePixels() throws {
    let many = Array(0..<20)
    let batch = try batch(many, settings(symmetries: true))
    let plain = try FewImages().images(many)
    #expect(batch.target == batch.input && batch.input != plain)
    for image in many {
      let range = image * 32..<(image + 1) * 32
      #expect(batch.input.values[range].sorted() == plain.values[range].sorted())
    }
  }

  @Test func heldOutImagesAreNeverVaried() throws {
    let request = BatchRequest([4], epoch: 0, for: .validation)
    let batch = try Batch(
      request, from: FewImages(), settings: settings(symmetries: true, noise: 1))
    #expect(batch.input == (try FewImages().images([4])))
  }

  @Test func anImageWithoutNumbersIsNamed() {
    let request = BatchRequest([1, 6, 2], epoch: 0, for: .training)
    #expect(
      message {
        _ = try Batch(request, from: FewImages(spoilt: 6), settings: TrainingSettings())
      }
        == "cannot train on the image image-6: it has pixels that are not finite numbers; leave "
        + "it out or fill them in")
  }

  private func batch(
    _ images: [Int], _ settings: TrainingSettings, epoch: Int = 0
  ) throws -> Batch {
    let request = BatchRequest(images, epoch: epoch, for: .training)
    return try Batch(request, from: FewImages(), settings: settings)
  }

  private func settings(symmetries: Bool = false, noise: Float = 0) -> TrainingSettings {
    var settings = TrainingSettings()
    settings.augmentation = Augmentation(symmetries: symmetries, noise: noise)
    return settings
  }
}
