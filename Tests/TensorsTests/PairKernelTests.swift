import CKernels
import Tensors
import Testing

/// bfloat16: rounding by hand, and products of rounded numbers against float64 ones, on random odd
/// shapes, with every instruction set.
@Suite struct PairKernelTests {
  static let names = KernelSets.names

  /// Bits of a float, and the upper half that it rounds to.
  static let rounded: [(bits: UInt32, half: UInt16)] = [
    (0x3F80_0000, 0x3F80), (0xBF80_0000, 0xBF80),  // ±1
    (0x3F80_7FFF, 0x3F80), (0x3F80_8001, 0x3F81),  // either side of the middle
    (0x3F80_8000, 0x3F80), (0x3F81_8000, 0x3F82),  // the middle: to the even one
    (0xBF80_8000, 0xBF80), (0xBF81_8000, 0xBF82),
    (0x3FFF_8000, 0x4000), (0x3FFF_7FFF, 0x3FFF),  // over to the next power of two
    (0x0000_0000, 0x0000), (0x8000_0000, 0x8000),  // zeros keep their signs
    (0x0000_8000, 0x0000), (0x0000_8001, 0x0001), (0x0001_8000, 0x0002),  // denormals
    (0x807F_FFFF, 0x8080), (0x0000_0001, 0x0000),
    (0x7F7F_FFFF, 0x7F80), (0xFF7F_8000, 0xFF80), (0x7F7F_7FFF, 0x7F7F),  // the largest
    (0x7F80_0000, 0x7F80), (0xFF80_0000, 0xFF80),  // infinities
    (0x7FC0_0000, 0x7FC0), (0x7F80_0001, 0x7FC0), (0xFFFF_FFFF, 0xFFFF),  // no numbers
  ]

  @Test(arguments: names) func roundingIsToTheNearestAndEven(name: String) throws {
    let kernels = try KernelSets.named(name)
    // Again and again, so that every lane and what is left over rounds each.
    let cases = (0..<5).flatMap { _ in Self.rounded }
    for count in [cases.count, 16, 7, 0] {
      let numbers = cases.prefix(count).map { Float(bitPattern: $0.bits) }
      var halves = [UInt16](repeating: 0xABCD, count: count + 1)
      kernels.narrow(count, numbers, &halves)
      #expect(halves == cases.prefix(count).map(\.half) + [0xABCD])
    }
  }

  private func random(_ count: Int, _ numbers: inout RandomNumbers) -> [Float] {
    (0..<count).map { _ in Float(numbers.normal()) }
  }

  /// The upper halves of numbers, and what they are worth.
  private func halves(_ numbers: [Float]) throws -> (bits: [UInt16], values: [Double]) {
    var bits = [UInt16](repeating: 0, count: numbers.count)
    try #require(ckNamed("reference")).pointee.narrow(numbers.count, numbers, &bits)
    return (bits, bits.map { Double(Float(bitPattern: UInt32($0) << 16)) })
  }

  /// Weights are packed in two calls that part in the middle of a run.
  @Test(arguments: names) func correlate(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 31)
    for round in 0..<80 {
      let shape = CorrelationShape(&numbers, longest: 300)
      let input = try halves(random(shape.inCount + 64, &numbers))
      let weights = random(shape.weights * shape.channels, &numbers)
      let transposed = round % 2 == 0
      let (strideK, strideN) = transposed ? (1, shape.weights) : (shape.channels, 1)
      let worth = try halves(weights).values
      var out = [Float](repeating: 7, count: shape.outCount)
      let split = shape.weights / 3
      shape.with { g in
        var packed = [UInt32](repeating: 0, count: kernels.pairCount(g))
        kernels.packPairs(g, weights, split, strideK, strideN, 0, &packed)
        weights.withUnsafeBufferPointer {
          kernels.packPairs(
            g, $0.baseAddress! + split * strideK, shape.weights - split, strideK, strideN, split,
            &packed)
        }
        kernels.correlatePairs(g, input.bits, packed, &out)
      }
      var worst = 0.0
      for y in 0..<shape.rows {
        for x in 0..<shape.columns where (y + x + round) % 3 == 0 {
          for n in 0..<shape.channels where (n + round) % 5 == 0 {
            let sum = (0..<shape.weights).reduce(0.0) {
              $0 + input.values[shape.place(y, x, $1)] * worth[$1 * strideK + n * strideN]
            }
            let found = out[(y * shape.columns + x) * shape.outColumn + n]
            worst = max(worst, abs(Double(found) - sum))
          }
        }
      }
      #expect(worst < 2e-5 * Double(shape.weights).squareRoot(), "\(shape)")
    }
  }

  @Test(arguments: names) func weigh(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 32)
    for round in 0..<80 {
      let shape = CorrelationShape(&numbers, longest: 300)
      let input = try halves(random(shape.inCount + 64, &numbers))
      let out = try halves(random(shape.outCount, &numbers))
      let stride = withUnsafePointer(to: kernels) { ckPadded($0, shape.channels) }
      var gradient = [Float](repeating: 1, count: shape.weights * stride)
      shape.with { g in
        var space = [Float](repeating: .nan, count: kernels.weighSpace(g))
        kernels.weighPairs(g, input.bits, out.bits, &gradient, stride, &space)
      }
      var worst = 0.0
      for row in 0..<shape.weights where (row + round) % 3 == 0 {
        for n in 0..<shape.channels where (n + round) % 5 == 0 {
          var sum = 1.0
          for y in 0..<shape.rows {
            for x in 0..<shape.columns {
              sum +=
                input.values[shape.place(y, x, row)]
                * out.values[(y * shape.columns + x) * shape.outColumn + n]
            }
          }
          worst = max(worst, abs(Double(gradient[row * stride + n]) - sum))
        }
      }
      #expect(worst < 2e-5 * Double(shape.rows * shape.columns).squareRoot(), "\(shape)")
    }
  }

  /// As the instruction does: 1, then 1 − 1 + 2⁻²⁴; the other way round 2⁻²⁴ would be lost beside 1.
  @Test(arguments: names.filter { $0 != "reference" })
  func theUpperHalfIsAddedFirst(name: String) throws {
    let kernels = try KernelSets.named(name)
    let input = try halves([0, 1, 0x1p-24, -1] + [Float](repeating: 0, count: 64))
    var out = [Float](repeating: 7, count: 40)
    [0].withUnsafeBufferPointer { offsets in
      var g = CKCorrelation(
        rows: 1, columns: 1, inRow: 0, inColumn: 0, outRow: 0, outColumn: 40, runs: 1,
        offsets: offsets.baseAddress, length: 4, channels: 40)
      var packed = [UInt32](repeating: 0, count: kernels.pairCount(&g))
      kernels.packPairs(&g, [Float](repeating: 1, count: 160), 4, 40, 1, 0, &packed)
      kernels.correlatePairs(&g, input.bits, packed, &out)
    }
    #expect(out.allSatisfy { $0 == 0x1p-24 })
  }
}
