/// An array of numbers with any number of axes.
public struct Image: Sendable, Equatable {
  /// The lengths of the axes, slowest first as in numpy: [y, x], [band, y, x], [object, band, y, x].
  public var shape: [Int]
  /// The pixels, the last axis fastest; NaN where there is none.
  public var pixels: [Float]

  /// - Precondition: the product of `shape` is the number of pixels.
  public init(shape: [Int], pixels: [Float]) {
    precondition(shape.reduce(1, *) == pixels.count, "pixels do not fill the shape \(shape)")
    self.shape = shape
    self.pixels = pixels
  }
}
