import CKernels
import Foundation
import Tensors
import Testing

/// The asinh stretch of every instruction set against its formula.
@Suite struct StretchFormulaTests {
  /// factor·asinh(scale·x + shift), with what is beyond ±10¹⁸ taken for that.
  ///
  /// Errors, in half units in the last place: the power series below 0.3 ends with one rounding, and
  /// those before count little; above, the root and its sum are off by 4, which a logarithm turns into
  /// 4/asinh, and the logarithm by 4 more.
  @Test func asinhStretch() {
    var numbers = RandomNumbers(seed: 71)
    for round in 0..<80 {
      let count = round == 0 ? 0 : numbers.awkwardCount()
      let powers = (0..<count).map { _ in Float(exp2(40 * numbers.normal())) }
      let x = zip(numbers.edgeNumbers(count, largest: 1e20, wild: round % 3 == 0), powers)
        .map { numbers.integer(below: 2) == 0 ? $0 : $0 * $1 }
      let (scale, factor) = (Float(exp2(4 * numbers.normal())), Float(numbers.normal()))
      let (shift, missing) = (round % 2 == 0 ? Float(numbers.normal()) : 0, Float(round) - 40)
      let wanted = x.map { x -> Rounded in
        if x.isNaN { return Rounded(missing) }
        let v = Rounded(x) * Rounded(scale) + Rounded(shift)
        let capped = min(max(v.value, -1e18), 1e18)
        let steepness = 1 / (1 + pow(max(abs(capped) - v.error, 0), 2)).squareRoot()
        let far = 4 / abs(asinh(capped)) + 4
        let value = Rounded(
          asinh(capped), inherited: steepness * v.error,
          halves: abs(capped) + v.error < 0.3 ? 2 : far)
        return Rounded(factor) * value
      }
      for (name, kernels) in KernelSets.all {
        let (from, out) = (
          OffsetFloats(x, offset: round % 16),
          OffsetFloats([Float](repeating: 7, count: count), offset: (round * 3) % 16)
        )
        kernels.asinhStretch(count, from.values, scale, shift, factor, missing, out.values)
        #expect(out.areGuardsIntact, "\(name)")
        #expect(Rounded.firstMiss(wanted, out.numbers) == nil, "\(name), round \(round)")
      }
    }
  }

  /// It is odd, keeps the sign of zero, and rises.
  @Test func asinhIsOddAndRises() {
    let x = (0..<4000).map { Float(exp2(Double($0) / 50 - 40)) } + [0]
    for (name, kernels) in KernelSets.all {
      let halves = [x, x.map { -$0 }].map { x in
        let out = OffsetFloats(x, offset: 1)
        kernels.asinhStretch(x.count, x, 1, -0.0, 1, 0, out.values)
        return out.numbers
      }
      #expect(zip(halves[0], halves[1]).allSatisfy { $0.bitPattern ^ $1.bitPattern == 1 << 31 })
      let rising = halves[0].dropLast()
      #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 <= $1 }, "\(name)")
    }
  }
}
