internal import CFITSIO

extension FITSFile {
  /// The lengths of an image's axes, slowest first, tile-compressed or not; nil for anything else.
  public func imageShape(of unit: Int) throws(FITSError) -> [Int]? {
    let layout = try layout(of: unit)
    switch layout.kind {
    case .image: return layout.shape
    case .compressedImage: return try compressedShape(of: unit)
    default: return nil
    }
  }

  /// The image of a unit in physical values: BSCALE and BZERO applied, NaN where it is blank.
  public func image(of unit: Int) throws(FITSError) -> Image {
    let layout = try layout(of: unit)
    let count = layout.shape.reduce(1, *)
    return Image(shape: layout.shape, pixels: try pixels(0..<count, of: unit, layout))
  }

  /// One plane of an image: the image itself where it has two axes, a slice `[y, x]` of a cube.
  ///
  /// - Parameters:
  ///   - slice: of a cube, from 0; nil for an image, or a cube that has no other.
  ///   - decoder: unpacks tile-compressed images in another process; without one they are refused.
  public func plane(
    of unit: Int, slice: Int? = nil, decoder: TileDecoder? = nil
  ) throws(FITSError) -> Image {
    let (sides, range) = try window(of: unit, slice: slice)
    let layout = try layout(of: unit)
    let pixels: [Float]
    if layout.kind == .compressedImage, let decoder {
      pixels = try decoder.pixels(range, of: unit, in: path, doing: doing("image", unit))
    } else {
      pixels = try self.pixels(range, of: unit, layout)
    }
    return Image(shape: sides, pixels: pixels)
  }

  /// The bits of a plane of whole numbers, as masks have them; nil for other planes.
  ///
  /// Of numbers beyond 32 bits every bit is set: they are no mask that can be told from others.
  public func bits(
    of unit: Int, slice: Int? = nil, decoder: TileDecoder? = nil
  ) throws(FITSError) -> [UInt32]? {
    let header = try header(of: unit)
    let scale = header.double("BSCALE") ?? 1
    let range = try window(of: unit, slice: slice).range
    let layout = try layout(of: unit)
    if layout.kind == .compressedImage {
      guard let decoder, let width = header.int("ZBITPIX"), width > 0, scale == 1 else {
        return nil
      }
      return try decoder.bits(range, of: unit, in: path, doing: doing("image", unit))
    }
    guard layout.bitsPerPixel > 0, scale == 1 else { return nil }
    return try reader(range, of: unit, layout).bits(0..<range.count)
  }

  /// The sides `[y, x]` of a plane, and which of the unit's pixels it is.
  private func window(
    of unit: Int, slice: Int?
  ) throws(FITSError) -> (sides: [Int], range: Range<Int>) {
    let doing = doing("image", unit)
    guard let shape = try imageShape(of: unit) else { throw FITSError("\(doing): it is no image") }
    let isCube = shape.count == 3
    guard isCube || shape.count == 2 else {
      throw FITSError("\(doing): it has \(shape.count) axes, not two or three")
    }
    let slices = isCube ? shape[0] : 1
    guard slice != nil || slices == 1 else {
      throw FITSError("\(doing): it is a cube of \(slices) planes where one is asked for")
    }
    guard (0..<slices).contains(slice ?? 0), isCube || slice == nil else {
      throw FITSError("\(doing): it has no slice \((slice ?? 0) + 1)")
    }
    let sides = Array(shape.suffix(2))
    let count = sides[0] * sides[1]
    guard count > 0 else { throw FITSError("\(doing): it has no pixels") }
    return (sides, (slice ?? 0) * count..<((slice ?? 0) + 1) * count)
  }

  private func pixels(
    _ range: Range<Int>, of unit: Int, _ layout: UnitLayout
  ) throws(FITSError) -> [Float] {
    let data = try data(range, of: unit, layout)
    if layout.holdsPlainFloats { return BigEndian.floats(data) }
    return try reader(range, of: unit, layout).pixels(0..<range.count)
  }

  /// Reads some pixels of a plain image, which then count from 0.
  private func reader(
    _ range: Range<Int>, of unit: Int, _ layout: UnitLayout
  ) throws(FITSError) -> ImageReader {
    let (data, doing) = (try data(range, of: unit, layout), doing("image", unit))
    let header = try layout.plainHeader(pixels: range.count, doing)
    return try ImageReader(
      reader: MemoryReader(header, data, doing), bitsPerPixel: layout.bitsPerPixel, doing: doing)
  }

  /// The bytes of some pixels of a plain image.
  private func data(
    _ range: Range<Int>, of unit: Int, _ layout: UnitLayout
  ) throws(FITSError) -> UnsafeRawBufferPointer {
    let doing = doing("image", unit)
    switch layout.kind {
    case .image: break
    case .compressedImage:
      throw FITSError("\(doing): it is tile-compressed; run funpack")
    default: throw FITSError("\(doing): it is a table")
    }
    guard !layout.dataRange.isEmpty else { throw FITSError("\(doing): it has no pixels") }
    let count = layout.shape.reduce(1, *)
    guard layout.dataRange.count == count * abs(layout.bitsPerPixel) / 8 else {
      throw FITSError("\(doing): its PCOUNT is not 0")
    }
    let (start, width) = (layout.dataRange.lowerBound, abs(layout.bitsPerPixel) / 8)
    return UnsafeRawBufferPointer(
      rebasing: bytes[start + width * range.lowerBound..<start + width * range.upperBound])
  }
}

/// Reads pixels of one image whose layout has been checked.
struct ImageReader {
  let reader: MemoryReader
  let bitsPerPixel: Int
  /// How an error begins.
  let doing: String

  func pixels(_ range: Range<Int>) throws(FITSError) -> [Float] {
    bitsPerPixel == -64 ? try doubles(range) : try floats(range, canBeBlank: bitsPerPixel > 0)
  }

  func floats(_ range: Range<Int>, canBeBlank: Bool) throws(FITSError) -> [Float] {
    var pixels = [Float](repeating: 0, count: range.count)
    // Looking for blanks in floats would also turn denormal numbers into zeros.
    var blank = canBeBlank ? Float.nan : 0
    var anyBlank: Int32 = 0
    try reader.call(doing) { file, status in
      _ = ffgpv(
        file, TFLOAT, Int64(range.lowerBound + 1), Int64(range.count), &blank, &pixels, &anyBlank,
        &status)
    }
    return pixels
  }

  /// The lowest 32 bits of whole numbers; all of them where there are more, or none is there.
  func bits(_ range: Range<Int>) throws(FITSError) -> [UInt32] {
    // CFITSIO unpacks no whole numbers of 64 bits; double precision holds those of 53.
    var pixels = [Double](repeating: 0, count: range.count)
    var (blank, anyBlank) = (Double.nan, Int32(0))
    try reader.call(doing) { file, status in
      _ = ffgpv(
        file, TDOUBLE, Int64(range.lowerBound + 1), Int64(range.count), &blank, &pixels,
        &anyBlank, &status)
    }
    return pixels.map { pixel in
      UInt32(exactly: pixel) ?? Int32(exactly: pixel).map(UInt32.init(bitPattern:)) ?? .max
    }
  }

  /// Double pixels become Float here: CFITSIO takes infinities for an overflow.
  private func doubles(_ range: Range<Int>) throws(FITSError) -> [Float] {
    var pixels: [Float] = []
    pixels.reserveCapacity(range.count)
    var piece = [Double](repeating: 0, count: min(range.count, 1 << 16))
    while pixels.count < range.count {
      let wanted = min(piece.count, range.count - pixels.count)
      let first = Int64(range.lowerBound + pixels.count + 1)
      var blank = 0.0
      var anyBlank: Int32 = 0
      try reader.call(doing) { file, status in
        _ = ffgpv(file, TDOUBLE, first, Int64(wanted), &blank, &piece, &anyBlank, &status)
      }
      pixels.append(contentsOf: piece[..<wanted].lazy.map { Float($0) })
    }
    return pixels
  }
}
