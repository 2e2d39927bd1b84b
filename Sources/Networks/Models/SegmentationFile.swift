public import Tensors

extension ModelFile {
  /// Reads a network of classes of pixels and what its file says about it.
  public static func readSegmentation(
    _ path: String, workers: Workers = .all
  ) throws -> (model: SegmentationModel, metadata: ModelMetadata) {
    try read(path) { architecture in
      guard architecture.kind == .segmentation else {
        throw NetworkError(
          "cannot tell the classes of pixels with \(path): it holds \(architecture.kind.rawValue); give the model "
            + "that `galaxy-aep teach segmentation` wrote")
      }
      return SegmentationModel(architecture, seed: 0, workers: workers)
    }
  }
}

extension Checkpoint {
  /// The stopped training of a network of classes of pixels, ready to go on with `run`; the labels must be
  /// those it began with.
  public func resumeSegmentation(
    on dataset: any Dataset, labels: LabelledMaps, workers: Workers = .all
  ) throws -> (training: Training, model: SegmentationModel) {
    try require(.segmentation)
    let model = SegmentationModel(metadata.architecture, seed: settings.seed, workers: workers)
    return (try Training(resuming: self, model, dataset: dataset, targets: labels), model)
  }
}
