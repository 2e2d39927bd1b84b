internal import CFITSIO

extension FITSFile {
  /// The image of a unit in physical values: BSCALE and BZERO applied, NaN where it is blank.
  public func image(of unit: Int) throws(FITSError) -> Image {
    let layout = try layout(of: unit)
    let doing = doing("image", unit)
    switch layout.kind {
    case .image: break
    case .compressedImage:
      throw FITSError("\(doing): it is tile-compressed, which is not understood yet; run funpack")
    default: throw FITSError("\(doing): it is a table")
    }
    guard !layout.dataRange.isEmpty else { throw FITSError("\(doing): it has no pixels") }
    let count = layout.shape.reduce(1, *)
    guard layout.dataRange.count == count * abs(layout.bitsPerPixel) / 8 else {
      throw FITSError("\(doing): its PCOUNT is not 0")
    }
    let reader = try MemoryReader(contents, layout, doing)
    let pixels =
      layout.bitsPerPixel == -64
      ? try doublePixels(reader, count, doing)
      : try floatPixels(reader, count, doing, canBeBlank: layout.bitsPerPixel > 0)
    return Image(shape: layout.shape, pixels: pixels)
  }

  private func floatPixels(
    _ reader: MemoryReader, _ count: Int, _ doing: String, canBeBlank: Bool
  ) throws(FITSError) -> [Float] {
    var pixels = [Float](repeating: 0, count: count)
    // Looking for blanks in floats would also turn denormal numbers into zeros.
    var blank = canBeBlank ? Float.nan : 0
    var anyBlank: Int32 = 0
    try reader.call(doing) { file, status in
      _ = ffgpv(file, TFLOAT, 1, Int64(count), &blank, &pixels, &anyBlank, &status)
    }
    return pixels
  }

  /// Double pixels become Float here: CFITSIO takes infinities for an overflow.
  private func doublePixels(
    _ reader: MemoryReader, _ count: Int, _ doing: String
  ) throws(FITSError) -> [Float] {
    var pixels: [Float] = []
    pixels.reserveCapacity(count)
    var piece = [Double](repeating: 0, count: min(count, 1 << 16))
    while pixels.count < count {
      let wanted = min(piece.count, count - pixels.count)
      var blank = 0.0
      var anyBlank: Int32 = 0
      try reader.call(doing) { file, status in
        _ = ffgpv(
          file, TDOUBLE, Int64(pixels.count + 1), Int64(wanted), &blank, &piece, &anyBlank, &status)
      }
      pixels.append(contentsOf: piece[..<wanted].lazy.map { Float($0) })
    }
    return pixels
  }
}
