public import Tensors

extension ModelFile {
  /// Reads an autoencoder and what its file says about it.
  public static func read(
    _ path: String, workers: Workers = .all, precision: Autoencoder.Precision = .float32
  ) throws -> (model: Autoencoder, metadata: ModelMetadata) {
    try read(path) { architecture in
      Autoencoder(architecture, seed: 0, workers: workers, precision: precision)
    }
  }
}

extension Checkpoint {
  /// The stopped training of an autoencoder, ready to go on with `run`.
  public func resume(
    on dataset: any Dataset, workers: Workers = .all
  ) throws -> (training: Training, model: Autoencoder) {
    let model = Autoencoder(
      metadata.architecture, seed: settings.seed, workers: workers, precision: settings.precision)
    return (try Training(resuming: self, model, dataset: dataset), model)
  }
}
