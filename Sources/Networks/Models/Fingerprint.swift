public import Tensors

/// A short name for exact content, so that codes can name the model that made them.
///
/// 64 bits of FNV-1a (draft-eastlake-fnv): it tells files apart and finds damage, and is no
/// protection against someone who wants two files to look alike.
public struct Fingerprint: Sendable, Equatable {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var hash = state
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = hash
  }

  /// Text, ended so that "ab", "c" differs from "a", "bc".
  public mutating func add(_ text: String) {
    var bytes = Array(text.utf8)
    bytes.append(0xFF)
    bytes.withUnsafeBytes { add($0) }
  }

  public mutating func add(_ name: String, _ tensor: Tensor) {
    add("\(name) \(tensor.shape)")
    tensor.withUnsafeValues { add(UnsafeRawBufferPointer($0)) }
  }

  /// Sixteen hexadecimal digits.
  public var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
