/// One band's pixels, `[y, x]` row by row, and which of them are missing.
public struct PixelPlane: Sendable {
  public let width: Int
  public let height: Int
  /// `pixels[y * width + x]`, in the survey's unit; missing pixels are NaN or infinite.
  public let pixels: [Float]
  /// 1 for every missing pixel; nil where none is missing.
  package let missing: [UInt8]?

  public init(width: Int, height: Int, pixels: [Float]) {
    precondition(pixels.count == width * height, "\(pixels.count) pixels for \(width)×\(height)")
    self.width = width
    self.height = height
    self.pixels = pixels
    missing = Self.mask(pixels)
  }

  /// Whether at least two pixels that are there differ.
  var varies: Bool {
    guard let first = pixels.first(where: \.isFinite) else { return false }
    return pixels.contains { $0.isFinite && $0 != first }
  }

  private static func mask(_ pixels: [Float]) -> [UInt8]? {
    // x − x is 0 for every number and NaN for what is not one: one sum tells about all of them.
    let blemish = pixels.withUnsafeBufferPointer { pixels in
      var sums = SIMD8<Float>.zero
      let whole = pixels.count / 8 * 8
      let bytes = UnsafeRawBufferPointer(pixels)
      for start in stride(from: 0, to: whole, by: 8) {
        let values = bytes.loadUnaligned(fromByteOffset: 4 * start, as: SIMD8<Float>.self)
        sums += values - values
      }
      return pixels[whole...].reduce(sums.sum()) { $0 + ($1 - $1) }
    }
    guard blemish != 0 else { return nil }
    return pixels.map { $0.isFinite ? 0 : 1 }
  }
}
