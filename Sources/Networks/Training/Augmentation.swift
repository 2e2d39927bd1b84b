internal import Tensors

/// How training images are varied, each time anew, before the network sees them.
///
/// What is drawn for an image depends on the seed, the epoch and the image alone, so that neither
/// threads nor a stop and a resumption can change it.
public struct Augmentation: Codable, Sendable, Equatable {
  /// Whether images are turned by quarter turns and mirrored: the eight symmetries of the square
  /// (the four that keep its sides, for an image that is not square). The sky has no up.
  public var symmetries = false
  /// The spread of the Gaussian noise added to the input while the target stays clean, in the
  /// units of the stretched pixels: a denoising autoencoder (Vincent et al. 2008); 0 for none.
  public var noise: Float = 0
  /// α of recorrupted images: the input has α times as much noise again as the image, the target less 1/α times the
  /// same noise, so that the noise of the two is independent and a network that predicts one from the other learns
  /// what is there and no noise (Pang, Zheng, Quan & Ji 2021, CVPR, "Recorrupted-to-Recorrupted"); nil for neither.
  /// Needs a `NoisyDataset`, and takes the place of `noise`.
  public var recorruption: Float?
  /// How far images are bent, targets that are images with them; nil for not at all.
  public var deformation: Deformation?

  public init(
    symmetries: Bool = false, noise: Float = 0, recorruption: Float? = nil,
    deformation: Deformation? = nil
  ) {
    self.symmetries = symmetries
    self.noise = noise
    self.recorruption = recorruption
    self.deformation = deformation
  }

  /// The numbers that vary `image` in `epoch`.
  static func numbers(image: Int, epoch: Int, seed: UInt64) -> RandomNumbers {
    var epochs = RandomNumbers.stream(UInt64(epoch), seed: seed ^ 0xA46_3E27)
    return .stream(UInt64(image), seed: epochs.next())
  }

  /// Adds noise of the given spread to every pixel: a stream of its own for every image.
  static func addNoise(
    _ spread: Float, to pixels: UnsafeMutableBufferPointer<Float>,
    using numbers: inout RandomNumbers
  ) {
    Images.addNoise(spread, stream: numbers.next(), to: pixels)
  }
}
