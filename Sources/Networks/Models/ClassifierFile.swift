public import Tensors

extension ModelFile {
  /// Reads a classifier and what its file says about it.
  public static func readClassifier(
    _ path: String, workers: Workers = .all
  ) throws -> (model: Classifier, metadata: ModelMetadata) {
    try read(path) { architecture in
      guard architecture.head != nil else {
        throw NetworkError(
          "cannot use \(path) as a classifier: it holds \(architecture.kind); give the model that "
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
    guard metadata.architecture.head != nil else {
      throw NetworkError(
        "cannot resume from \(path): it is the checkpoint of \(metadata.architecture.kind), not of a classifier"
      )
    }
    let model = Classifier(metadata.architecture, seed: settings.seed, workers: workers)
    return (
      try Training(resuming: self, model, dataset: dataset, targets: targets), model
    )
  }
}
