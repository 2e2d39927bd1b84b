/// Exact order statistics of the finite ones among many values, without sorting them.
///
/// Floats are counted by the upper half of their bit pattern once; each quantile then counts the
/// lower halves within one of the 65,536 bins. The memory is the same for any number of values.
package struct Quantiles {
  private let values: [Float]
  private let counts: [Int]
  package let count: Int

  package init(of values: [Float]) {
    self.values = values
    var counts = [Int](repeating: 0, count: 65_536)
    for value in values where value.isFinite { counts[Int(Self.key(value) >> 16)] += 1 }
    self.counts = counts
    count = counts.reduce(0, +)
  }

  /// The value with rank ⌊fraction · (count − 1)⌋; nil without finite values.
  package func value(at fraction: Double) -> Float? {
    guard count > 0 else { return nil }
    var rank = Int(exactly: (fraction * Double(count - 1)).rounded(.down)) ?? 0
    var bin = 0
    while rank >= counts[bin] {
      rank -= counts[bin]
      bin += 1
    }
    var lower = [Int](repeating: 0, count: 65_536)
    for value in values where value.isFinite {
      let key = Self.key(value)
      if Int(key >> 16) == bin { lower[Int(key & 0xFFFF)] += 1 }
    }
    var low = 0
    while rank >= lower[low] {
      rank -= lower[low]
      low += 1
    }
    return Self.value(UInt32(bin) << 16 | UInt32(low))
  }

  /// A number that grows with the value: bit patterns of floats, negative ones turned over.
  private static func key(_ value: Float) -> UInt32 {
    let bits = value.bitPattern
    return bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
  }

  private static func value(_ key: UInt32) -> Float {
    Float(bitPattern: key >> 31 == 1 ? key & 0x7FFF_FFFF : ~key)
  }
}
