import Networks
import Tensors
import Testing

/// Errors of reconstructions are means over all values of the images that are asked for.
@Suite struct ReconstructionErrorsTests {
  private let images = FewImages()
  private let model = Autoencoder(
    .linear(inputShape: [4, 4, 2], code: 2), seed: 3, workers: Workers(threads: 1))

  private func error(of chosen: [Int]) throws -> Double {
    let batch = try images.images(chosen)
    let pairs = zip(batch.values, model.reconstruct(batch).values)
    let squares = pairs.reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return squares / Double(batch.count)
  }

  @Test func allOrSomeImages() throws {
    let all = try ReconstructionErrors(of: model, on: images)
    #expect(abs(all.clean - (try error(of: Array(0..<50)))) < 1e-9)
    #expect(all.spoilt == nil && all.restored == nil)
    let some = try ReconstructionErrors(of: model, on: images, images: [3, 7])
    #expect(abs(some.clean - (try error(of: [3, 7]))) < 1e-9)
  }

  @Test func whatIsSpoiltIsFurtherOff() throws {
    let corruption = Corruption(.gaussian, amount: 2)
    let errors = try ReconstructionErrors(of: model, on: images, corruption: corruption, seed: 5)
    // Gaussian noise of that spread adds its variance to every value.
    #expect(abs((errors.spoilt ?? 0) - 4) < 0.6)
    #expect(errors.restored != nil && errors.clean > 0)
    #expect(
      try errors
        == ReconstructionErrors(of: model, on: images, corruption: corruption, seed: 5))
  }
}
