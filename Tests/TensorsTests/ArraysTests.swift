import Foundation
import Tensors
import Testing

@Suite struct ArraysTests {
  @Test func bigEndianFloats() {
    let bytes: [UInt8] = [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0, 0x40, 0x49, 0x0F, 0xDB]
    var out = [Float](repeating: 0, count: 3)
    bytes.withUnsafeBytes { from in
      out.withUnsafeMutableBufferPointer { Arrays.decode(bigEndian: from, into: $0) }
    }
    #expect(out == [1, -2, .pi.nextUp])
  }

  @Test func asinhIsAccurate() {
    let values: [Float] =
      (-60...60).flatMap { power in
        [1, 1.37, 2.9].map { Float($0 * exp2(Double(power) / 2)) }
      } + [0, 0.2999, 0.3, 0.3001]
    let x = values + values.map { -$0 }
    var out = [Float](repeating: 0, count: x.count)
    x.withUnsafeBufferPointer { from in
      out.withUnsafeMutableBufferPointer {
        Arrays.asinhStretch(from, scale: 1, factor: 1, into: $0)
      }
    }
    for (value, result) in zip(x, out) {
      let exact = asinh(Double(value))
      #expect(abs(Double(result) - exact) <= 4e-7 * abs(exact), "\(value)")
    }
  }

  @Test func stretchedGapsAreFilled() {
    let x: [Float] = [.nan, 1, .nan, -2, 3]
    var out = [Float](repeating: 0, count: 5)
    x.withUnsafeBufferPointer { from in
      out.withUnsafeMutableBufferPointer {
        Arrays.asinhStretch(from, scale: 2, shift: 1, factor: 3, missing: -7, into: $0)
      }
    }
    #expect(out[0] == -7 && out[2] == -7)
    for (place, value) in [(1, 3.0), (3, -3), (4, 7)] {
      #expect(abs(Double(out[place]) - 3 * asinh(value)) < 1e-5)
    }
  }

  @Test func sums() {
    var y: [Float] = [1, 2, 3]
    let x: [Float] = [10, 20, 30]
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer {
        Arrays.add(x, times: 0.5, to: $0)
        Arrays.multiply(x, into: $0)
      }
      #expect(Arrays.sumOfSquares(x) == 1400)
    }
    #expect(y == [60, 240, 540])
  }
}
