public import Clusters
public import Networks
public import Tensors

/// Networks on pixels that learn how likely sources are stars, one for every part of the sources:
/// each begins as the same encoder with a small head, and judges the part it did not learn from.
public struct PixelStudents {
  private let encoder: Autoencoder
  private let about: ModelMetadata
  private let parts: Folds
  private let settings: TrainingSettings
  private let workers: Workers

  /// - Parameters:
  ///   - about: what is known of the encoder's model.
  ///   - parts: of the sources.
  ///   - settings: how every student is trained; images are turned, mirrored and made noisy besides,
  ///     and few of them come in smaller batches.
  public init(
    from encoder: Autoencoder, about: ModelMetadata, parts: Folds, settings: TrainingSettings,
    workers: Workers
  ) {
    (self.encoder, self.about, self.parts) = (encoder, about, parts)
    (self.settings, self.workers) = (settings, workers)
  }

  /// The probability of being a star of every source: the mean over the eight symmetries of its
  /// image.
  ///
  /// - Parameters:
  ///   - images: of all sources.
  ///   - stars: the probability that each is to be learned as.
  ///   - known: the sources that are learned from.
  ///   - train: carries out the training of the student that is to judge `part`.
  public func probabilities(
    of images: some Dataset, towards stars: [Double], known: [Int],
    train: (_ training: Training, _ part: Int) throws -> Void
  ) throws -> [Double] {
    let known = Set(known)
    let found = try parts.outOfFold { part, others in
      let learned = others.filter(known.contains)
      let student = Classifier(
        encoderOf: encoder, hidden: [16], classes: 2, seed: settings.seed, workers: workers)
      try train(
        try training(
          student, on: SomeImages(base: images, chosen: learned),
          towards: learned.map { stars[$0] }), part)
      return student
    } judge: { student, asked in
      var answers: [Double] = []
      try images.forEachBatch(of: asked) { _, batch in
        let shares = student.probabilitiesAveraged(batch)
        answers += (0..<batch.shape[0]).map { Double(shares[$0, 1]) }
      }
      return answers
    }
    return found.map { $0 ?? 0.5 }
  }

  private func training(
    _ student: Classifier, on images: some Dataset, towards stars: [Double]
  ) throws -> Training {
    var settings = settings
    settings.batchSize = min(settings.batchSize, max(images.count / 4, 2))
    settings.augmentation = Augmentation(symmetries: true, noise: 0.05)
    var metadata = about
    metadata.architecture = student.architecture
    metadata.variant = nil
    let values = stars.flatMap { [Float(1 - $0), Float($0)] }
    return try Training(
      student, dataset: images, targets: Targets(Tensor(values, shape: [stars.count, 2])),
      settings: settings, metadata: metadata)
  }
}
