internal import Files
public import Tensors

/// Handwritten digits (MNIST and its relatives): one grey channel, values 0…1.
///
/// What the digits mean is in `DigitLabels`, which nothing that trains reads.
public struct Digits: Dataset {
  private let file: IDXFile

  /// Reads the images of an IDX file, plain or gzipped.
  public init(reading path: String) throws {
    file = try IDXFile(reading: path, axes: 3)
  }

  public var count: Int { file.shape[0] }

  public var imageShape: [Int] { [file.shape[1], file.shape[2], 1] }

  public func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    let stride = imageShape.reduce(1, *)
    precondition(batch.count == stride * indices.count, "room for \(indices.count) images")
    for (slot, index) in indices.enumerated() {
      file.withItem(index) { bytes in
        for (pixel, byte) in bytes.enumerated() {
          batch[slot * stride + pixel] = Float(byte) * (1 / 255)
        }
      }
    }
  }

  public func identifier(of index: Int) -> String {
    "\(FileName.last(of: file.path)) \(index)"
  }
}

/// The digit that every image of a `Digits` file shows, for scoring only.
public struct DigitLabels: Sendable {
  public let values: [UInt8]

  /// Reads the labels of an IDX file, plain or gzipped.
  public init(reading path: String) throws {
    let file = try IDXFile(reading: path, axes: 1)
    values = (0..<file.shape[0]).map { index in file.withItem(index) { $0[0] } }
  }
}
