package import Ranks
package import Tensors

/// A training without labels, begun or resumed, and how what it made is written.
package struct PretrainSession {
  package let training: Training
  package let write: (ModelMetadata, String) throws -> ModelMetadata
  package private(set) var writeSpreads: (ModelMetadata, String) throws -> Void = { _, _ in }

  private init(_ training: Training, _ model: Autoencoder) {
    self.training = training
    write = { try ModelFile.write(model, metadata: $0, to: $1) }
  }

  private init(_ training: Training, _ model: VariantAutoencoder) {
    self.training = training
    write = { try ModelFile.write(model.autoencoder(), metadata: $0, to: $1) }
    writeSpreads = { metadata, path in
      guard let spreads = model.spreads() else { return }
      try ModelFile.write(spreads, metadata: metadata, to: path)
    }
  }

  /// A training from its beginning.
  ///
  /// - Parameter about: what the model file will say, the architecture with it.
  package init(
    of variant: Variant, _ about: ModelMetadata, on images: any Dataset,
    settings: TrainingSettings, workers: Workers, ranks: Ranks = .alone
  ) throws {
    if variant.isPlain {
      let model = Autoencoder(
        about.architecture, seed: settings.seed, workers: workers, precision: settings.precision)
      self.init(
        try Training(
          model, dataset: images, settings: settings, metadata: about, ranks: ranks), model)
    } else {
      var about = about
      about.variant = variant
      let model = try VariantAutoencoder(
        about.architecture, variant: variant, seed: settings.seed, workers: workers,
        precision: settings.precision)
      self.init(
        try Training(
          model, dataset: images, settings: settings, metadata: about, ranks: ranks), model)
    }
  }

  /// A training that was stopped; it has to be asked for with the settings it was begun with.
  package init(
    resuming stored: Checkpoint, of variant: Variant, on images: any Dataset,
    settings: TrainingSettings, workers: Workers, ranks: Ranks = .alone
  ) throws {
    try stored.requireSame(settings)
    guard (stored.metadata.variant ?? Variant(.naive)) == variant else {
      throw NetworkError(
        "cannot resume from \(stored.path): it was begun as another variant; give the same "
          + "options or start anew")
    }
    if variant.isPlain {
      let (training, model) = try stored.resume(on: images, workers: workers, ranks: ranks)
      self.init(training, model)
    } else {
      let (training, model) = try stored.resumeVariant(
        variant, on: images, workers: workers, ranks: ranks)
      self.init(training, model)
    }
  }
}
