internal import Foundation
public import Tensors

/// How the images that a denoising autoencoder sees are spoilt.
public struct Corruption: Codable, Sendable, Equatable {
  public enum Kind: String, Codable, Sendable, CaseIterable {
    /// Normal numbers of spread `amount` are added.
    case gaussian
    /// A share `amount` of the pixels, all channels of each, become 0.
    case masking
    /// A share `amount` of the pixels become the image's darkest or brightest value, evenly.
    case saltAndPepper = "salt-and-pepper"
  }

  public var kind: Kind
  public var amount: Float

  public init(_ kind: Kind, amount: Float? = nil) {
    self.kind = kind
    self.amount = amount ?? (kind == .gaussian ? 0.3 : 0.25)
  }

  /// The images `[image, y, x, channel]`, spoilt; every image by numbers of its own.
  public func applied(to images: Tensor, seed: UInt64, step: UInt64) -> Tensor {
    let (count, stride, channels) = (images.shape[0], images.stride, images.shape[3])
    var spoilt = images
    spoilt.withUnsafeMutableValues { values in
      for image in 0..<count {
        var numbers = RandomNumbers.stream(step << 24 | UInt64(image), seed: seed ^ 0xC0_44B7)
        let range = image * stride..<(image + 1) * stride
        spoil(.init(rebasing: values[range]), channels: channels, using: &numbers)
      }
    }
    return spoilt
  }

  private func spoil(
    _ image: UnsafeMutableBufferPointer<Float>, channels: Int, using numbers: inout RandomNumbers
  ) {
    if kind == .gaussian {
      return Augmentation.addNoise(amount, to: image, using: &numbers)
    }
    let (darkest, brightest) = (image.min() ?? 0, image.max() ?? 0)
    for pixel in 0..<image.count / channels {
      guard numbers.uniform() < Double(amount) else { continue }
      let value =
        kind == .masking ? 0 : numbers.next() & 1 == 0 ? darkest : brightest
      for channel in 0..<channels { image[pixel * channels + channel] = value }
    }
  }
}
