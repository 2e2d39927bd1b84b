internal import Console
internal import Networks
internal import Segments
internal import Tensors

/// A model that tells the class of every pixel, as a file holds it.
enum PixelModel {
  /// The model, and what its file says of it.
  static func read(
    _ path: String, workers: Workers
  ) throws -> (classifier: any PixelClassifier, metadata: ModelMetadata) {
    _ = try ModelFile.read(path, workers: workers)
    throw CommandFailure(
      "cannot segment by \(path): it tells no class of pixels; give a model of `teach segmentation` or a "
        + "table of scores")
  }
}
