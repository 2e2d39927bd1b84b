public import Tensors

extension ModelFile {
  /// Reads a classifier and what its file says about it.
  public static func readClassifier(
    _ path: String, workers: Workers = .all
  ) throws -> (model: Classifier, metadata: ModelMetadata) {
    try read(path) { architecture in
      guard architecture.kind == .classifier else {
        throw NetworkError(
          "cannot use \(path) as a classifier: it holds \(architecture.kind.rawValue); give the model that "
            + "`galaxy-aep teach finetune` wrote")
      }
      return Classifier(architecture, seed: 0, workers: workers)
    }
  }
}

extension Checkpoint {
  /// The stopped training of a classifier, ready to go on with `run`; the targets must be those it
  /// began with.
  public func resumeClassifier(
    on dataset: any Dataset, targets: Targets, workers: Workers = .all
  ) throws -> (training: Training, model: Classifier) {
    try require(.classifier)
    let model = Classifier(metadata.architecture, seed: settings.seed, workers: workers)
    return (
      try Training(resuming: self, model, dataset: dataset, targets: targets), model
    )
  }
}
