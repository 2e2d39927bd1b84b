internal import Files
internal import Sky

/// A file of the binary version of CIFAR-10 (Krizhevsky 2009, https://www.cs.toronto.edu/~kriz/cifar.html):
/// records of a label, 0 to 9, and 32×32 pixels of red, then of green, then of blue.
public struct CIFARFile: ByteImages {
  public let path: String
  public let count: Int
  public var size: Int { 32 }
  public var channels: [String] { ["red", "green", "blue"] }
  private let contents: FileContents

  private static let recordSize = 1 + 3 * 32 * 32

  public init(reading path: String) throws {
    contents = try Decompression.contents(of: path, limit: 1 << 30)
    let bytes = contents.bytes
    self.path = path
    count = bytes.count / Self.recordSize
    guard count > 0, bytes.count % Self.recordSize == 0 else {
      throw SurveyError(
        "cannot read \(path): it has \(bytes.count) bytes, not a multiple of the "
          + "\(Self.recordSize) of a CIFAR-10 record; give the files of the binary version "
          + "(data_batch_1.bin …)")
    }
    for record in 0..<count where bytes[record * Self.recordSize] > 9 {
      throw SurveyError(
        "cannot read \(path): record \(record) has the label \(bytes[record * Self.recordSize]) "
          + "where 0 to 9 are known; give the files of the binary version of CIFAR-10")
    }
  }

  public func read(_ index: Int, into pixels: UnsafeMutableBufferPointer<Float>) {
    precondition((0..<count).contains(index), "no record \(index) in \(count)")
    withExtendedLifetime(contents) {
      let start = index * Self.recordSize + 1
      for pixel in 0..<Self.recordSize - 1 {
        pixels[pixel] = Float(contents.bytes[start + pixel]) / 255
      }
    }
  }

  /// What every image shows.
  var labels: [UInt8] {
    withExtendedLifetime(contents) {
      (0..<count).map { contents.bytes[$0 * Self.recordSize] }
    }
  }

  static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
}
