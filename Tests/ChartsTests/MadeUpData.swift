import Charts
import Files
import Foundation

/// Random numbers for tests: SplitMix64 (Steele et al. 2014).
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// Uniform in 0 ..< 1.
  mutating func part() -> Double { Double(bits() >> 11) * 0x1p-53 }
  mutating func below(_ count: Int) -> Int { Int(part() * Double(count)) }

  mutating func normal() -> Double {
    sqrt(-2 * log(1 - part())) * cos(2 * .pi * part())
  }
}

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path = FileManager.default.temporaryDirectory.path + "/charts-\(UUID().uuidString)"

  init() throws { try Folder.create(path) }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

let testProvenance = Provenance(
  program: "galaxy-aep test", command: "galaxy-aep plot roc scores.fits", seed: 42,
  inputs: ["scores.fits", "étoiles.csv", "星.csv"])
