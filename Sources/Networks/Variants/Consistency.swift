internal import Tensors

/// What makes codes say what an image shows and not how it happens to be drawn: two deformed views
/// of every image are encoded, their codes are to agree and those of different images to differ
/// (`Agreement`), and the undeformed image is restored from the first view.
public struct Consistency: Codable, Sendable, Equatable {
  /// How much the agreement counts beside the reconstruction.
  public var weight: Float = 1
  public var deformation = Deformation()
  /// Cosines of codes are divided by it: small ones look at the nearest strangers only.
  public var temperature: Float = 0.2

  public init() {}

  /// Of one image in four a reconstruction is asked: the decoder costs five times the encoder.
  static func decoded(of images: Int) -> Int { max(1, images / 4) }

  /// Two views of every image: all first ones, then all second ones.
  func views(of images: Tensor, seed: UInt64, step: UInt64, workers: Workers) -> Tensor {
    let twice = Tensor(uninitialized: [2 * images.shape[0]] + images.shape.dropFirst()) { out in
      images.withUnsafeValues { values in
        for start in [0, values.count] {
          _ = UnsafeMutableBufferPointer(rebasing: out[start..<start + values.count])
            .initialize(fromContentsOf: values)
        }
      }
    }
    return deformation.applied(to: twice, seed: seed ^ 0x2_71E5, step: step, workers: workers)
  }
}
