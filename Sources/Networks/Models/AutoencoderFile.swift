public import Ranks
public import Tensors

extension ModelFile {
  /// Reads an autoencoder and what its file says about it.
  public static func read(
    _ path: String, workers: Workers = .all, precision: Autoencoder.Precision = .float32
  ) throws -> (model: Autoencoder, metadata: ModelMetadata) {
    try read(path) { (architecture) throws in
      guard architecture.kind == .autoencoder else {
        throw NetworkError(
          "cannot use \(path) as an autoencoder: it holds \(architecture.kind.rawValue); give the model that "
            + "`galaxy-aep pretrain` wrote")
      }
      return Autoencoder(architecture, seed: 0, workers: workers, precision: precision)
    }
  }
}

extension Checkpoint {
  /// The stopped training of an autoencoder, ready to go on with `run`.
  public func resume(
    on dataset: any Dataset, workers: Workers = .all, ranks: Ranks = .alone
  ) throws -> (training: Training, model: Autoencoder) {
    try require(.autoencoder)
    let model = Autoencoder(
      metadata.architecture, seed: settings.seed, workers: workers, precision: settings.precision)
    return (try Training(resuming: self, model, dataset: dataset, ranks: ranks), model)
  }
}
