internal import CKernels

/// 32-bit numbers in the order of bytes that FITS files have.
enum BigEndian {
  /// Floats out of a file.
  static func floats(_ bytes: UnsafeRawBufferPointer) -> [Float] {
    let length = bytes.count / 4
    return [Float](unsafeUninitializedCapacity: length) { buffer, count in
      if let from = bytes.baseAddress, let to = buffer.baseAddress {
        kernels.swapBytes(length, from, to)
      }
      count = length
    }
  }

  /// Floats into a file; answers the sum of their words.
  ///
  /// - Precondition: there is room for them.
  static func write(
    _ values: UnsafeMutableBufferPointer<Float>, to room: UnsafeMutableRawBufferPointer
  ) -> UInt64 {
    precondition(room.count >= 4 * values.count, "\(values.count) floats in \(room.count) bytes")
    guard let from = values.baseAddress, let to = room.baseAddress else { return 0 }
    kernels.swapBytes(values.count, from, to.assumingMemoryBound(to: Float.self))
    // A word of the file is the bits of its number.
    return values.reduce(0) { $0 &+ UInt64($1.bitPattern) }
  }

  /// The sum of the words in whole blocks of a file.
  static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    guard let start = bytes.baseAddress else { return 0 }
    var sum: UInt64 = 0
    for word in 0..<bytes.count / 4 {
      let value = start.loadUnaligned(fromByteOffset: 4 &* word, as: UInt32.self)
      sum &+= UInt64(UInt32(bigEndian: value))
    }
    return sum
  }

  /// Carries added at the other end, as the sums of FITS have it (standard 4.0, appendix J).
  static func fold(_ sum: UInt64) -> UInt32 {
    let once = (sum >> 32) + (sum & 0xffff_ffff)
    return UInt32(truncatingIfNeeded: (once >> 32) + (once & 0xffff_ffff))
  }

  /// A table of constants: safe to share although C cannot say so.
  nonisolated(unsafe) private static let kernels = ckBest().pointee
}
