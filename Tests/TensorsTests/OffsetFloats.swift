import Tensors

/// Floats that begin anywhere in memory, between guards that no kernel may write to.
final class OffsetFloats {
  private let buffer: Buffer
  private let offset: Int
  let count: Int
  private static let guards = 40
  private static let pattern: UInt32 = 0x7FC0_1234

  /// - Parameter offset: floats past a multiple of 64 bytes.
  init(_ numbers: [Float], offset: Int) {
    (self.offset, count) = (48 + offset, numbers.count)
    buffer = Buffer(self.offset + count + Self.guards)
    for place in 0..<buffer.count { buffer.values[place] = Float(bitPattern: Self.pattern) }
    values.update(from: numbers, count: count)
  }

  var values: UnsafeMutablePointer<Float> { buffer.values + offset }
  var numbers: [Float] { Array(UnsafeBufferPointer(start: values, count: count)) }

  var areGuardsIntact: Bool {
    (0..<buffer.count).allSatisfy {
      (offset..<offset + count).contains($0) || buffer.values[$0].bitPattern == Self.pattern
    }
  }
}
