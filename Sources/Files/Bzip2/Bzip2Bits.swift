/// The bits of a bzip2 file, highest first.
///
/// Beyond the end of the file come zeros; `isBeyondEnd` tells whether any were taken.
struct Bzip2Bits {
  private let input: UnsafeRawBufferPointer
  /// The next byte to go into `window`; runs on beyond the end.
  private var next: Int
  /// Bits not yet taken, from the highest down.
  private var window: UInt64 = 0
  private var count = 0

  init(_ input: UnsafeRawBufferPointer, from position: Int) {
    self.input = input
    next = position
  }

  /// Bits of the file that have not been taken; negative beyond the end.
  var left: Int { 8 * (input.count - next) + count }

  var isBeyondEnd: Bool { left < 0 }

  /// The first byte that has not been touched.
  var position: Int { next - count / 8 }

  /// The next `wanted` bits, 1 to 32, which stay where they are.
  @inline(__always)
  mutating func peek(_ wanted: Int) -> UInt32 {
    if count < wanted { refill() }
    return UInt32(truncatingIfNeeded: window &>> UInt64(truncatingIfNeeded: 64 &- wanted))
  }

  /// Takes bits that were looked at.
  @inline(__always)
  mutating func skip(_ taken: Int) {
    window &<<= UInt64(truncatingIfNeeded: taken)
    count &-= taken
  }

  @inline(__always)
  mutating func take(_ wanted: Int) -> Int {
    let bits = peek(wanted)
    skip(wanted)
    return Int(bits)
  }

  /// At least 56 bits, the last ones zeros where the file ends.
  @inline(__always)
  private mutating func refill() {
    guard next <= input.count - 8 else { return refillAtEnd() }
    let bytes = UInt64(bigEndian: input.loadUnaligned(fromByteOffset: next, as: UInt64.self))
    window |= bytes &>> UInt64(truncatingIfNeeded: count)
    let added = (63 &- count) &>> 3
    next &+= added
    count &+= 8 &* added
  }

  private mutating func refillAtEnd() {
    while count <= 56 {
      let byte = input.indices.contains(next) ? input[next] : 0
      window |= UInt64(byte) << UInt64(56 - count)
      next += 1
      count += 8
    }
  }
}
