import Networks
import Tensors
import Testing

/// Errors against the truth without noise, image by image.
@Suite struct DenoisingErrorsTests {
  /// The same images a constant higher.
  private struct Lifted: Dataset {
    let images = FewImages()
    let by: Float
    var count: Int { images.count }
    var imageShape: [Int] { images.imageShape }
    func identifier(of index: Int) -> String { images.identifier(of: index) }
    func fill(
      _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
    ) throws {
      try images.fill(batch, with: indices)
      for index in batch.indices { batch[index] += by }
    }
  }

  @Test func `of images that are a constant off the noise is its square`() throws {
    let model = Autoencoder(
      .linear(inputShape: [4, 4, 2], code: 2), seed: 3, workers: Workers(threads: 1))
    let images = FewImages()
    let errors = try DenoisingErrors(of: model, on: images, against: Lifted(by: 0.5))
    #expect(errors.noisy.count == images.count && errors.rebuilt.count == images.count)
    for error in errors.noisy { #expect(abs(error - 0.25) < 1e-6) }
    for index in [0, 17, 49] {
      let truth = try Lifted(by: 0.5).images([index])
      let rebuilt = model.reconstruct(try images.images([index]))
      let expected = rebuilt.squaredDistance(to: truth) / 32
      #expect(abs(errors.rebuilt[index] - expected) < 1e-9)
    }
  }
}
