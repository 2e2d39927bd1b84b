public import Ranks
public import Tensors

extension Checkpoint {
  /// The stopped training of a variant, ready to go on with `run`.
  public func resumeVariant(
    _ variant: Variant, on dataset: any Dataset, workers: Workers = .all,
    ranks: Ranks = .alone
  ) throws -> (training: Training, model: VariantAutoencoder) {
    try require(.autoencoder)
    let model = try VariantAutoencoder(
      metadata.architecture, variant: variant, seed: settings.seed, workers: workers,
      precision: settings.precision)
    return (try Training(resuming: self, model, dataset: dataset, ranks: ranks), model)
  }
}
