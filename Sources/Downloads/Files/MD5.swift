internal import Foundation

/// The MD5 digest of bytes (RFC 1321), for comparing files with checksums their publishers give.
///
/// It guards against damage only: nothing here relies on it against an attacker.
package struct MD5: Sendable {
  private var state: (UInt32, UInt32, UInt32, UInt32) =
    (0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476)
  private var rest: [UInt8] = []
  private var length: UInt64 = 0

  package init() {}

  /// The digest of all bytes as 32 hexadecimal digits.
  package static func digest(of bytes: UnsafeRawBufferPointer) -> String {
    var digest = MD5()
    digest.add(bytes)
    return digest.finished()
  }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var start = 0
    if !rest.isEmpty {
      let wanted = min(64 - rest.count, bytes.count)
      rest += bytes[..<wanted]
      start = wanted
      guard rest.count == 64 else { return }
      let block = rest
      block.withUnsafeBytes { mix($0) }
      rest.removeAll(keepingCapacity: true)
    }
    while bytes.count - start >= 64 {
      mix(UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 64)]))
      start += 64
    }
    rest += bytes[start...]
  }

  package consuming func finished() -> String {
    let bits = length &* 8
    var padding: [UInt8] = [0x80]
    let filled = (rest.count + 1) % 64
    padding += [UInt8](repeating: 0, count: (56 - filled + 64) % 64)
    padding += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
    padding.withUnsafeBytes { add($0) }
    let words = [state.0, state.1, state.2, state.3]
    return words.map { word in
      (0..<4).map { String(format: "%02x", UInt8(truncatingIfNeeded: word >> (8 * $0))) }.joined()
    }.joined()
  }

  private mutating func mix(_ block: UnsafeRawBufferPointer) {
    var (a, b, c, d) = state
    for step in 0..<64 {
      let (mixed, word): (UInt32, Int) =
        switch step / 16 {
        case 0: ((b & c) | (~b & d), step)
        case 1: ((d & b) | (~d & c), (5 * step + 1) % 16)
        case 2: (b ^ c ^ d, (3 * step + 5) % 16)
        default: (c ^ (b | ~d), 7 * step % 16)
        }
      let value = UInt32(
        littleEndian: block.loadUnaligned(fromByteOffset: 4 * word, as: UInt32.self))
      let sum = a &+ mixed &+ Self.sines[step] &+ value
      let turn = Self.turns[step / 16 * 4 + step % 4]
      (a, d, c, b) = (d, c, b, b &+ ((sum << turn) | (sum >> (32 - turn))))
    }
    state = (state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d)
  }

  private static let sines = (1...64).map {
    UInt32(abs(sin(Double($0))) * 0x1p32)  // bounded above
  }
  private static let turns: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
}
