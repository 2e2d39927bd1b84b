/// A file of small pictures with a byte for every pixel and channel: MNIST's digits, CIFAR's things.
public protocol ByteImages: Sendable {
  var path: String { get }
  /// The images in the file.
  var count: Int { get }
  /// The side of an image, in pixels.
  var size: Int { get }
  /// The names of the channels, in order.
  var channels: [String] { get }

  /// Writes an image `[channel, y, x]` as numbers from 0 to 1.
  func read(_ index: Int, into pixels: UnsafeMutableBufferPointer<Float>)
}

/// The kinds of files that `ingest --dataset` understands.
public enum PictureDataset: String, Sendable, CaseIterable {
  /// IDX files, plain or gzipped: images, and labels if there are any.
  case mnist
  /// The binary version of CIFAR-10, each record a label and an image.
  case cifar10
}
