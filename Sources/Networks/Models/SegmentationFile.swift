public import Tensors

extension ModelFile {
  /// Reads a segmentation network and what its file says about it.
  public static func readSegmentation(
    _ path: String, workers: Workers = .all
  ) throws -> (model: SegmentationModel, metadata: ModelMetadata) {
    try read(path) { architecture in
      guard architecture.segmentation != nil else {
        throw NetworkError(
          "cannot use \(path) to part images into classes: it holds no segmentation network; give "
            + "the model that `galaxy-aep teach segmentation` wrote")
      }
      return SegmentationModel(architecture, seed: 0, workers: workers)
    }
  }
}

extension Checkpoint {
  /// The stopped training of a segmentation network, ready to go on with `run`.
  public func resumeSegmentation(
    on dataset: any Dataset, workers: Workers = .all
  ) throws -> (training: Training, model: SegmentationModel) {
    guard metadata.architecture.segmentation != nil else {
      throw NetworkError(
        "cannot resume from \(path): it is not the checkpoint of a segmentation network")
    }
    let model = SegmentationModel(metadata.architecture, seed: settings.seed, workers: workers)
    return (try Training(resuming: self, model, dataset: dataset), model)
  }
}
