internal import Foundation

/// A seeded source of random numbers (xoshiro256**, Blackman & Vigna 2021; doi:10.1145/3460772).
///
/// The same seed gives the same numbers on every machine, and the state can be stored in a
/// checkpoint. Independent streams come from `stream(_:)`, so that the order in which threads
/// run never decides what a random choice is.
public struct RandomNumbers: RandomNumberGenerator, Sendable, Codable, Equatable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  public init(seed: UInt64) {
    var mixer = SplitMix64(state: seed)
    (s0, s1, s2, s3) = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// An independent generator for the `index`-th item of what `seed` decides.
  public static func stream(_ index: UInt64, seed: UInt64) -> RandomNumbers {
    var mixer = SplitMix64(state: seed)
    return RandomNumbers(seed: mixer.next() ^ (index &* 0xD1B5_4A32_D192_ED03))
  }

  public mutating func next() -> UInt64 {
    let result = rotated(s1 &* 5, by: 7) &* 9
    let carry = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= carry
    s3 = rotated(s3, by: 45)
    return result
  }

  /// A number evenly spread over 0..<1, with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  public mutating func uniform(in range: Range<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A whole number evenly spread over 0..<bound, without bias (Lemire 2019).
  public mutating func integer(below bound: Int) -> Int {
    precondition(bound > 0, "no whole number lies below \(bound)")
    return Int(next(upperBound: UInt64(bound)))
  }

  /// A standard normal number (Box–Muller transform).
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// The numbers 0..<count in random order (Fisher–Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(below: last + 1))
    }
    return order
  }

  private func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
    (value << bits) | (value >> (64 - bits))
  }
}

/// The seed expander that xoshiro's authors recommend (Steele, Lea & Flood 2014).
private struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
