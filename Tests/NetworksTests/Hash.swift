import Networks
import Tensors

/// Numbers from a hash that `Fixtures/gradients.py` knows too: `count` of them in 0..<1.
func uniform(_ count: Int, seed: UInt64) -> [Double] {
  (0..<UInt64(count)).map { index in
    var z = ((seed << 32) &+ index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return Double(z >> 40) / 0x1p24
  }
}

func uniformTensor(_ shape: [Int], seed: UInt64, centre: Double = 0.5, spread: Double = 0.5)
  -> Tensor
{
  Tensor(
    uniform(shape.reduce(1, *), seed: seed).map { Float(centre + spread * (2 * $0 - 1)) },
    shape: shape)
}

/// √(Σ (a − b)² / Σ b²).
func relativeError(_ a: some Sequence<Float>, _ b: some Sequence<Double>) -> Double {
  var difference = 0.0
  var size = 0.0
  for (x, y) in zip(a, b) {
    difference += (Double(x) - y) * (Double(x) - y)
    size += y * y
  }
  return (difference / size).squareRoot()
}
