import Tensors
import Testing

@Suite struct BoundedIntegerTests {
  @Test func everyNumberHasAWholeOne() {
    let cases: [(Double, Int)] = [
      (0, 0), (-0.9, 0), (1.999, 1), (-7.5, -7), (.nan, 0), (-.nan, 0), (.infinity, .max),
      (-.infinity, .min),
      (1e300, .max), (-1e30, .min), (9.3e18, .max), (.leastNonzeroMagnitude, 0),
      (1e15 + 0.5, 1_000_000_000_000_000),
    ]
    for (number, whole) in cases { #expect(Int(bounded: number) == whole, "\(number)") }
    #expect(Int32(bounded: Float(3e9)) == .max && Int32(bounded: -3e9) == .min)
    #expect(
      UInt8(bounded: -1.5) == 0 && UInt8(bounded: 255.9) == 255 && UInt8(bounded: 256.0) == 255)
  }
}
