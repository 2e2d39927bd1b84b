internal import Networks
internal import Segments
internal import Tensors

/// A model that tells the class of every pixel, as a file holds it.
enum PixelModel {
  /// The model, and what its file says of it.
  static func read(
    _ path: String, workers: Workers
  ) throws -> (classifier: any PixelClassifier, metadata: ModelMetadata) {
    let (model, metadata) = try ModelFile.readSegmentation(path, workers: workers)
    return (SeenPixels(model: model), metadata)
  }
}

/// A segmentation network as frames are shown to it.
private struct SeenPixels: PixelClassifier {
  let model: SegmentationModel
  var classes: [String] { model.classes }
  var sizeMultiple: Int { model.sizeMultiple }

  func probabilities(of images: Tensor) throws -> Tensor {
    try model.probabilities(of: images)
  }
}
