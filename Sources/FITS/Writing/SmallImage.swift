internal import CFITSIO

/// An image of 8-bit or 16-bit whole numbers to be written: a map of classes, a plane of shares.
public struct SmallImage: Sendable, Equatable {
  public enum Numbers: Sendable, Equatable {
    /// 0 to 255 (BITPIX 8).
    case bytes([UInt8])
    /// −32768 to 32767 (BITPIX 16), each of which stands for `scale` times itself (BSCALE).
    case shorts([Int16], scale: Double)
  }

  /// The lengths of the axes, slowest first.
  public let shape: [Int]
  public let numbers: Numbers

  /// - Precondition: the numbers fill the shape.
  public init(shape: [Int], _ numbers: Numbers) {
    let count =
      switch numbers {
      case .bytes(let values): values.count
      case .shorts(let values, _): values.count
      }
    precondition(
      !shape.isEmpty && count > 0 && shape.reduce(1, *) == count, "numbers do not fill \(shape)")
    (self.shape, self.numbers) = (shape, numbers)
  }

  var byteCount: Int {
    switch numbers {
    case .bytes(let values): values.count
    case .shorts(let values, _): 2 * values.count
    }
  }
}

extension MemoryWriter {
  /// Adds an image as a new unit and fills it.
  ///
  /// - Parameter isCompressed: whether its rows are compressed, one by one and without loss, by Rice's algorithm
  ///   (FITS standard 4.0, section 10).
  func write(
    _ image: SmallImage, header: Header, name: String?, isCompressed: Bool
  ) throws(FITSError) {
    var lengths = image.shape.reversed().map { Int64($0) }
    let bits: Int32 =
      switch image.numbers {
      case .bytes: BYTE_IMG
      case .shorts: SHORT_IMG
      }
    try call { file, status in
      if isCompressed {
        var tile = lengths.indices.map { $0 == 0 ? Int(lengths[0]) : 1 }
        fits_set_compression_type(file, RICE_1, &status)
        fits_set_tile_dim(file, Int32(tile.count), &tile, &status)
      }
      ffcrimll(file, bits, Int32(lengths.count), &lengths, &status)
      // Some versions of CFITSIO name it COMPRESSED_IMAGE.
      if isCompressed, status == 0, ffdkey(file, "EXTNAME", &status) == KEY_NO_EXIST {
        ffcmsg()
        status = 0
      }
    }
    var layout: [Card] = []
    if case .shorts(_, let scale) = image.numbers {
      layout = [
        Card("BSCALE", .double(scale), comment: "what a number of the file stands for"),
        Card("BZERO", .double(0), comment: "what 0 stands for"),
      ]
    }
    try write(header, name: name, layout: layout)
    try reserveChecksum()
    if isCompressed {
      // CFITSIO first reads what a tile was before, and takes whatever lies in fresh memory for its place: two numbers
      // of 32 bits a row, of none of which there is anything yet.
      var places = [UInt8](repeating: 0, count: 8 * image.shape.dropLast().reduce(1, *))
      try call { file, status in
        _ = ffptbb(file, 1, 1, Int64(places.count), &places, &status)
      }
    }
    try call { file, status in
      // The numbers are those of the file already.
      ffpscl(file, 1, 0, &status)
      switch image.numbers {
      case .bytes(let values):
        values.withUnsafeBytes { bytes in
          let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
          _ = ffppr(file, TBYTE, 1, Int64(values.count), start, &status)
        }
      case .shorts(let values, _):
        values.withUnsafeBytes { bytes in
          let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
          _ = ffppr(file, TSHORT, 1, Int64(values.count), start, &status)
        }
      }
    }
    try writeChecksum()
  }
}
