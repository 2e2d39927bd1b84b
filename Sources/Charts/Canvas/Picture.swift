/// Pixels of a picture: 8-bit RGB, shape [height, width, 3], the top row first.
public struct Picture: Sendable, Equatable {
  public let width, height: Int
  public var bytes: [UInt8]

  public init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    self.width = width
    self.height = height
    bytes = [UInt8](repeating: 255, count: width * height * 3)
  }

  /// Sets one pixel from 0xRRGGBB.
  mutating func set(_ column: Int, _ row: Int, _ rgb: UInt32) {
    let start = (row * width + column) * 3
    bytes[start] = UInt8(truncatingIfNeeded: rgb >> 16)
    bytes[start + 1] = UInt8(truncatingIfNeeded: rgb >> 8)
    bytes[start + 2] = UInt8(truncatingIfNeeded: rgb)
  }
}
