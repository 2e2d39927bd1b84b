/// One band's pixels, `[y, x]` row by row, and which of them are missing.
public struct PixelPlane: Sendable {
  public let width: Int
  public let height: Int
  /// `pixels[y * width + x]`, in the survey's unit; missing pixels are NaN or infinite.
  public let pixels: [Float]
  /// 1 for every missing pixel; nil where none is missing.
  package let missing: [UInt8]?
  /// How many pixels were numbers, but none that light can be; they are missing.
  package let unphysicalCount: Int

  /// No pixel holds that much light, in any unit a survey writes: the Sun itself is 5·10¹⁹ nanomaggies. Its
  /// square is a number still.
  package static let largestLight: Float = 1e15

  /// Pixels of light; what is no number, or beyond all light, is missing (−10³⁰, 3·10³⁸ and their like).
  public init(width: Int, height: Int, pixels: [Float]) {
    precondition(pixels.count == width * height, "\(pixels.count) pixels for \(width)×\(height)")
    self.width = width
    self.height = height
    guard !Self.all(pixels, within: Self.largestLight) else {
      (self.pixels, missing, unphysicalCount) = (pixels, nil, 0)
      return
    }
    var (light, missing, count) = (pixels, [UInt8](repeating: 0, count: pixels.count), 0)
    for index in light.indices where !(abs(light[index]) < Self.largestLight) {
      missing[index] = 1
      count += light[index].isFinite ? 1 : 0
      light[index] = .nan
    }
    (self.pixels, self.missing, unphysicalCount) = (light, missing, count)
  }

  /// Numbers that are no light, as variances, of any size; what is not finite is missing.
  package init(width: Int, height: Int, numbers: [Float]) {
    precondition(numbers.count == width * height, "\(numbers.count) pixels for \(width)×\(height)")
    (self.width, self.height, pixels, unphysicalCount) = (width, height, numbers, 0)
    missing =
      Self.all(numbers, within: .infinity) ? nil : numbers.map { $0.isFinite ? 0 : 1 }
  }

  /// Other numbers in place of the pixels; those that are missing stay so.
  func showing(_ pixels: [Float]) -> PixelPlane { PixelPlane(width, height, pixels, missing) }

  /// The same without word of which pixels are missing.
  static func whole(width: Int, height: Int, _ pixels: [Float]) -> PixelPlane {
    PixelPlane(width, height, pixels, nil)
  }

  /// The same with more pixels missing.
  package func leavingOut(where isLeftOut: (Int) -> Bool) -> PixelPlane {
    var (light, missing) = (pixels, missing ?? [UInt8](repeating: 0, count: pixels.count))
    for index in light.indices where isLeftOut(index) { (light[index], missing[index]) = (.nan, 1) }
    return PixelPlane(width, height, light, missing, unphysicalCount: unphysicalCount)
  }

  private init(
    _ width: Int, _ height: Int, _ pixels: [Float], _ missing: [UInt8]?, unphysicalCount: Int = 0
  ) {
    precondition(pixels.count == width * height, "\(pixels.count) pixels for \(width)×\(height)")
    (self.width, self.height, self.pixels) = (width, height, pixels)
    (self.missing, self.unphysicalCount) = (missing, unphysicalCount)
  }

  /// Whether at least two pixels that are there differ.
  var varies: Bool {
    guard let first = pixels.first(where: \.isFinite) else { return false }
    return pixels.contains { $0.isFinite && $0 != first }
  }

  /// Whether all are numbers nearer to 0 than a limit.
  private static func all(_ pixels: [Float], within limit: Float) -> Bool {
    pixels.withUnsafeBufferPointer { pixels in
      // Comparisons with what is no number are false.
      var isWithin = SIMDMask<SIMD8<Int32>>(repeating: true)
      let whole = pixels.count / 8 * 8
      let bytes = UnsafeRawBufferPointer(pixels)
      for start in stride(from: 0, to: whole, by: 8) {
        let values = bytes.loadUnaligned(fromByteOffset: 4 * start, as: SIMD8<Float>.self)
        isWithin = isWithin .& (values .< limit) .& (values .> -limit)
      }
      return Swift.all(isWithin) && pixels[whole...].allSatisfy { abs($0) < limit }
    }
  }
}
