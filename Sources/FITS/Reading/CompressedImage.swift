internal import CFITSIO

/// Tile-compressed images (FITS standard 4.0, section 10): what their headers say, checked before
/// anybody unpacks them.
extension FITSFile {
  private static var mostPixels: Int { 1 << 29 }

  /// The shape of the image inside, slowest axis first.
  func compressedShape(of unit: Int) throws(FITSError) -> [Int] {
    let header = try header(of: unit)
    let doing = doing("image", unit)
    let method = header.string("ZCMPTYPE") ?? ""
    guard ["RICE_1", "GZIP_1", "GZIP_2", "PLIO_1", "HCOMPRESS_1"].contains(method) else {
      throw FITSError("\(doing): its tiles are compressed by '\(method)', which is not understood")
    }
    guard let bits = header.int("ZBITPIX"), [8, 16, 32, -32, -64].contains(bits) else {
      throw FITSError("\(doing): its ZBITPIX is not that of an image")
    }
    guard let axes = header.int("ZNAXIS"), (1...Structure.mostAxes).contains(axes) else {
      throw FITSError("\(doing): its ZNAXIS is not 1 to \(Structure.mostAxes)")
    }
    var shape: [Int] = []
    var count = 1
    for axis in 1...axes {
      guard let length = header.int("ZNAXIS\(axis)"), (1...Self.mostPixels).contains(length),
        count * length <= Self.mostPixels
      else {
        throw FITSError("\(doing): ZNAXIS\(axis) is missing or makes an image beyond all bounds")
      }
      count *= length
      shape.insert(length, at: 0)
    }
    return shape
  }

  /// Unpacks pixels here and now. CFITSIO has known faults in this: only a process that may die
  /// calls it.
  func unpackedPixels(_ range: Range<Int>, of unit: Int) throws(FITSError) -> [Float] {
    try unpacking(range, of: unit).floats(range, canBeBlank: true)
  }

  /// The same for whole numbers: their lowest 32 bits.
  func unpackedBits(_ range: Range<Int>, of unit: Int) throws(FITSError) -> [UInt32] {
    try unpacking(range, of: unit).bits(range)
  }

  private func unpacking(_ range: Range<Int>, of unit: Int) throws(FITSError) -> ImageReader {
    let layout = try layout(of: unit)
    let doing = doing("image", unit)
    let shape = try compressedShape(of: unit)
    guard range.lowerBound >= 0, range.upperBound <= shape.reduce(1, *), !range.isEmpty else {
      throw FITSError("\(doing): it has no pixels \(range)")
    }
    let data = UnsafeRawBufferPointer(rebasing: contents.bytes[layout.dataRange])
    let reader = try MemoryReader(layout.compressedHeader(doing), data, doing)
    var lengths = [Int](repeating: 0, count: Structure.mostAxes)
    try reader.call(doing) { file, status in
      _ = ffgisz(file, Int32(lengths.count), &lengths, &status)
    }
    guard lengths.prefix(shape.count).elementsEqual(shape.reversed()) else {
      throw FITSError("\(doing): its size can be understood in two ways")
    }
    return ImageReader(reader: reader, bitsPerPixel: -32, doing: doing)
  }
}
