/// Where one unit of a FITS file (HDU) lies and what it holds, as its own header says.
struct UnitLayout: Sendable {
  enum Kind: Sendable, Equatable {
    case image
    case table
    case compressedImage
    case asciiTable
    /// An extension of a type nobody reads here.
    case other(String)
  }

  var kind: Kind
  var header: Header
  /// Bytes of header, a whole number of blocks.
  var headerRange: Range<Int>
  /// Bytes of data without the padding that fills the last block.
  var dataRange: Range<Int>
  /// Slowest axis first; empty where there is no data array.
  var shape: [Int]
  /// 8, 16, 32, 64, -32 or -64.
  var bitsPerPixel: Int

  /// Whether the numbers in the file are the pixels' values.
  var holdsPlainFloats: Bool {
    bitsPerPixel == -32 && keeps("BSCALE", 1) && keeps("BZERO", 0)
  }

  /// Whether a keyword is absent or says what its absence means.
  private func keeps(_ keyword: String, _ value: Double) -> Bool {
    header.value(keyword) == nil || header.double(keyword) == value
  }

  static let blockSize = 2880

  /// The first byte after this unit.
  var end: Int { Self.blocks(dataRange.upperBound) }

  static func blocks(_ bytes: Int) -> Int {
    (bytes + blockSize - 1) / blockSize * blockSize
  }
}
