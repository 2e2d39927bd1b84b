public import Tensors

/// How far images rebuilt from noisy ones are from what is truly there: mean squared errors a value.
public struct DenoisingErrors: Sendable, Equatable {
  /// Of every image: of its reconstruction, and of the noisy image itself.
  public private(set) var rebuilt: [Double] = []
  public private(set) var noisy: [Double] = []

  /// - Parameters:
  ///   - images: as the model sees them.
  ///   - clean: the same images without noise, one for one.
  public init(
    of model: Autoencoder, on images: some Dataset, against clean: some Dataset
  ) throws {
    precondition(images.count == clean.count, "a noise-free image for each")
    precondition(images.imageShape == clean.imageShape, "images of one shape")
    try images.forEachBatch { first, batch in
      let truth = try clean.images(first..<first + batch.shape[0])
      rebuilt += Self.errors(model.reconstruct(batch), truth)
      noisy += Self.errors(batch, truth)
    }
  }

  private static func errors(_ some: Tensor, _ others: Tensor) -> [Double] {
    let stride = some.stride
    return some.withUnsafeValues { a in
      others.withUnsafeValues { b in
        (0..<some.shape[0]).map { image in
          (image * stride..<(image + 1) * stride).reduce(0.0) { sum, index in
            let difference = Double(a[index] - b[index])
            return sum + difference * difference
          } / Double(stride)
        }
      }
    }
  }
}
