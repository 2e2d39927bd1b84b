internal import Files
internal import Sky

/// An array of bytes in the IDX format of the MNIST files, plain or gzipped.
///
/// Two zero bytes, the type (8: unsigned byte), the number of axes, their lengths as big-endian
/// 32-bit numbers, then the values, last axis fastest (http://yann.lecun.com/exdb/mnist).
struct IDXFile: Sendable {
  let path: String
  let shape: [Int]
  private let contents: FileContents
  private let start: Int

  init(reading path: String, axes: Int) throws {
    contents = try Decompression.contents(of: path, limit: 1 << 30)
    let bytes = contents.bytes
    func fail(_ reason: String) -> SurveyError {
      SurveyError("cannot read \(path): \(reason); fetch it again with galaxy-aep download mnist")
    }
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else { throw fail("it is no IDX file") }
    guard bytes[2] == 8 else { throw fail("it holds values of type \(bytes[2]), not bytes") }
    guard Int(bytes[3]) == axes else {
      throw fail("it has \(bytes[3]) axes where \(axes) are expected")
    }
    start = 4 + 4 * axes
    guard bytes.count >= start else { throw fail("it is truncated") }
    shape = (0..<axes).map { axis in
      Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4 + 4 * axis, as: UInt32.self)))
    }
    var size = 1
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard length > 0, !overflow else { throw fail("its axes are \(shape)") }
      size = product
    }
    guard bytes.count - start == size else {
      throw fail("it has \(bytes.count - start) values where its axes \(shape) make \(size)")
    }
    self.path = path
  }

  /// The bytes of one item along the first axis.
  func withItem<Result>(
    _ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    precondition(index >= 0 && index < shape[0], "no item \(index) in \(shape[0])")
    let length = shape.dropFirst().reduce(1, *)
    return try withExtendedLifetime(contents) {
      let first = start + index * length
      return try body(UnsafeRawBufferPointer(rebasing: contents.bytes[first..<first + length]))
    }
  }
}
