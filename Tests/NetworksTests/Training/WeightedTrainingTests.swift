import Networks
import Tensors
import Testing

@Suite struct WeightedTrainingTests {
  private let architecture = Architecture(
    inputShape: [4, 4, 2],
    encoder: [.convolution(channels: 3, stride: 2), .batchNormalisation, .relu, .dense(units: 2)],
    decoder: [
      .dense(units: 12), .reshape([2, 2, 3]), .transposedConvolution(channels: 2, stride: 2),
    ])

  @Test func weightsTurnWithTheirImages() throws {
    let dataset = WeightedImages { abs($0) }
    let batch = try batch(dataset)
    #expect(batch.weights?.values == batch.target.values.map(abs))
    #expect(batch.target != (try dataset.images(Array(0..<20))))
    let sum = batch.target.values.reduce(0) { $0 + Double(abs($1)) }
    #expect(abs(batch.mass - sum) < 1e-9 * sum)
  }

  @Test func someSetsHaveNone() throws {
    let batch = try batch(WeightedImages(hasWeights: false) { $0 })
    #expect(batch.weights == nil && batch.mass == 20)
  }

  @Test(arguments: [-1, .nan, .infinity] as [Float]) func refusesWhatNoWeightCanBe(wrong: Float) {
    let dataset = WeightedImages { _ in wrong }
    #expect(
      message { _ = try batch(dataset) }
        == "cannot train on the image image-0: it has pixel weights that are negative or not "
        + "finite numbers; make the data set again")
  }

  /// Equal weights are none: the same bits, as a power of two scales without rounding.
  @Test(arguments: [1, 4] as [Float]) func equalWeightsChangeNothing(weight: Float) throws {
    let (plain, weighted) = (try trained(FewImages()), try trained(WeightedImages { _ in weight }))
    #expect(plain.bits == weighted.bits)
    #expect(abs(plain.loss - weighted.loss) < 1e-9)
  }

  /// What does not count is not learned: a network that only counts positive values comes closer
  /// to them than one that counts them all.
  @Test func whatCountsIsLearned() throws {
    let (plain, weighted) = (
      try trained(FewImages(), epochs: 30),
      try trained(WeightedImages { $0 > 0 ? 1 : 0 }, epochs: 30)
    )
    let images = try FewImages().images(0..<50)
    func error(_ model: Autoencoder) -> Double {
      zip(model.reconstruct(images).values, images.values).reduce(0) { sum, pair in
        sum + (pair.1 > 0 ? Double(pair.0 - pair.1) * Double(pair.0 - pair.1) : 0)
      }
    }
    #expect(error(weighted.model) < 0.9 * error(plain.model))
  }

  private func batch(_ dataset: some Dataset) throws -> Batch {
    var settings = TrainingSettings()
    settings.augmentation = Augmentation(symmetries: true)
    return try Batch(
      BatchRequest(Array(0..<20), epoch: 0, for: .training), from: dataset, settings: settings)
  }

  private func trained(
    _ dataset: any Dataset, epochs: Int = 2
  ) throws -> (model: Autoencoder, bits: [[UInt32]], loss: Double) {
    let model = Autoencoder(architecture, seed: 3, workers: Workers(threads: 1))
    let settings = few {
      $0.epochs = epochs
      $0.learningRate = 0.02
      $0.augmentation = Augmentation(symmetries: true, noise: 0.01)
    }
    let training = try Training(
      model, dataset: dataset, settings: settings, metadata: metadata())
    _ = try training.run()
    let bits = model.parameters.map { $0.values.values.map(\.bitPattern) }
    return (model, bits, training.history.reports.last?.validationLoss ?? .nan)
  }
}
