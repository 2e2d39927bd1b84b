import Foundation

/// Gaussian noise as it is defined: Box–Muller (1958) in double precision from Threefry-2×32 with
/// twenty rounds (Salmon et al. 2011), both written out anew.
enum Threefry {
  static func words(_ a: UInt32, _ b: UInt32, key: UInt64) -> (UInt32, UInt32) {
    let (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(key >> 32))
    let keys = [k0, k1, 0x1BD1_1BDA ^ k0 ^ k1]
    var (x, y) = (a &+ k0, b &+ k1)
    let rotations: [UInt32] = [13, 15, 26, 6, 17, 29, 16, 24]
    for round in 0..<20 {
      x = x &+ y
      let bits = rotations[round % 8]
      y = (y << bits | y >> (32 - bits)) ^ x
      if round % 4 == 3 {
        let group = round / 4 + 1
        x = x &+ keys[group % 3]
        y = y &+ keys[(group + 1) % 3] &+ UInt32(group)
      }
    }
    return (x, y)
  }

  /// The pair of normal numbers that the counter gives, and their distance from zero.
  static func normals(_ counter: Int, key: UInt64) -> (cosine: Double, sine: Double, radius: Double)
  {
    let (a, b) = words(UInt32(counter), 0, key: key)
    let radius = (-2 * log(Double((a >> 8) + 1) / 0x1p24)).squareRoot()
    let angle = 2 * Double.pi * Double(b) / 0x1p32
    return (radius * cos(angle), radius * sin(angle), radius)
  }
}
