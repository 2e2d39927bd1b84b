import CKernels
import Tensors
import Testing

/// Optimisers, sums and byte order of every instruction set against their formulas.
@Suite struct ArrayFormulaTests {
  /// m = b₁m + (1 − b₁)g, v = b₂v + (1 − b₂)g², w = (1 − rate·decay)·w − rate·m̂/(√v̂ + ε), where m̂ =
  /// m/(1 − b₁ᵗ) and v̂ = v/(1 − b₂ᵗ) (Kingma & Ba 2015; Loshchilov & Hutter 2019).
  @Test func adam() {
    var numbers = RandomNumbers(seed: 61)
    let one = Rounded(Float(1))
    for round in 0..<60 {
      let count = numbers.awkwardCount()
      let wild = round % 5 == 0
      let (w, g) = (
        numbers.edgeNumbers(count, largest: 1e6),
        numbers.edgeNumbers(count, largest: 1e6, wild: wild)
      )
      let (m, v) = (
        numbers.edgeNumbers(count, largest: 1e6),
        numbers.edgeNumbers(count, largest: 1e6).map(abs)
      )
      var settings = CKAdam(
        rate: Float(numbers.uniform()), momentum: 0.9, memory: 0.99,
        epsilon: [1e-3, 1e-8][round % 2],
        correction1: Float(0.1 + 0.9 * numbers.uniform()),
        correction2: Float(0.01 + 0.99 * numbers.uniform()), decay: [0, 0.01][round / 2 % 2])
      let (rate, b1, b2) = (
        Rounded(settings.rate), Rounded(settings.momentum), Rounded(settings.memory)
      )
      let wanted = (0..<count).map { index -> [Rounded] in
        let slope = Rounded(g[index])
        let mean = b1 * Rounded(m[index]) + (one - b1) * slope
        let square = b2 * Rounded(v[index]) + (one - b2) * slope * slope
        let root =
          square.squareRoot() * (one / Rounded(settings.correction2).squareRoot())
        let step =
          rate / Rounded(settings.correction1) * mean / (root + Rounded(settings.epsilon))
        let kept = (one - rate * Rounded(settings.decay)) * Rounded(w[index])
        return [kept - step, mean, square]
      }
      for (name, kernels) in KernelSets.all {
        let found = [w, m, v].map { OffsetFloats($0, offset: numbers.integer(below: 16)) }
        kernels.adam(&settings, count, found[0].values, g, found[1].values, found[2].values)
        for (place, floats) in found.enumerated() {
          expect(wanted.map { $0[place] }, floats, "\(name), \(["w", "m", "v"][place])")
        }
      }
    }
  }

  /// m = momentum·m + g + decay·w, w −= rate·m.
  @Test func descend() {
    var numbers = RandomNumbers(seed: 62)
    for round in 0..<60 {
      let count = numbers.awkwardCount()
      let (w, g, m) = (
        numbers.edgeNumbers(count), numbers.edgeNumbers(count, wild: round % 5 == 0),
        numbers.edgeNumbers(count)
      )
      let settings = (0..<3).map { _ in Float(numbers.uniform()) }
      let wanted = (0..<count).map { index -> (Rounded, Rounded) in
        let moved = Rounded(sum: [
          Rounded(settings[1]) * Rounded(m[index]), Rounded(g[index]),
          Rounded(settings[2]) * Rounded(w[index]),
        ])
        return (Rounded(w[index]) - Rounded(settings[0]) * moved, moved)
      }
      for (name, kernels) in KernelSets.all {
        let found = [w, m].map { OffsetFloats($0, offset: numbers.integer(below: 16)) }
        kernels.descend(
          count, settings[0], settings[1], settings[2], found[0].values, g, found[1].values)
        expect(wanted.map(\.0), found[0], name)
        expect(wanted.map(\.1), found[1], name)
      }
    }
  }

  @Test func addAndMultiply() {
    var numbers = RandomNumbers(seed: 63)
    for round in 0..<60 {
      let count = numbers.awkwardCount()
      let x = numbers.edgeNumbers(count, largest: 1e30, wild: round % 5 == 0)
      let y = numbers.edgeNumbers(count, largest: 1e30, wild: round % 5 == 1)
      let factor = Float(numbers.normal())
      let sums = zip(x, y).map { Rounded($1) + Rounded(factor) * Rounded($0) }
      // One rounding: the product in double precision is exact.
      let products = zip(x, y).map { Float(Double($0) * Double($1)) }
      for (name, kernels) in KernelSets.all {
        let found = (0..<2).map { _ in OffsetFloats(y, offset: numbers.integer(below: 16)) }
        kernels.add(count, factor, x, found[0].values)
        kernels.multiply(count, x, found[1].values)
        expect(sums, found[0], name)
        #expect(
          found[1].areGuardsIntact
            && zip(products, found[1].numbers).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) },
          "\(name)")
      }
    }
  }

  /// Sums of whole arrays are double precision's, in any order.
  @Test func sums() {
    var numbers = RandomNumbers(seed: 64)
    for round in 0..<60 {
      let count = round == 0 ? 0 : numbers.awkwardCount()
      let x = numbers.edgeNumbers(count, largest: 1e30, wild: round % 5 == 0)
      let offset = numbers.integer(below: 16)
      let terms = x.map { Rounded($0) }
      let total = Rounded(sum: terms, half: 0x1p-52)
      let squares = x.reduce(0.0) { $0 + Double($1) * Double($1) }
      let bound = Double(2 * count) * 0x1p-53 * squares
      for (name, kernels) in KernelSets.all {
        let values = OffsetFloats(x, offset: offset)
        #expect(total.admits(kernels.sum(count, values.values)), "\(name)")
        let found = kernels.sumOfSquares(count, values.values)
        #expect(
          squares.isFinite
            ? abs(found - squares) <= bound : found == squares || (found.isNaN && squares.isNaN),
          "\(name)")
      }
    }
  }

  @Test func bytesAreSwapped() {
    var numbers = RandomNumbers(seed: 65)
    for _ in 0..<40 {
      let (count, offset) = (numbers.awkwardCount(), numbers.integer(below: 5))
      let bytes = (0..<4 * count + offset).map { _ in UInt8(numbers.integer(below: 256)) }
      let wanted = (0..<count).map { index in
        (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[offset + 4 * index + $1]) }
      }
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: 0, count: count), offset: numbers.integer(below: 16))
        bytes.withUnsafeBytes {
          kernels.swapBytes(count, $0.baseAddress! + offset, out.values)
        }
        #expect(out.areGuardsIntact && out.numbers.map(\.bitPattern) == wanted, "\(name)")
      }
    }
  }

  @Test func infinitiesAndNoNumbersAreFound() {
    var numbers = RandomNumbers(seed: 66)
    for count in [0, 1, 3, 8, 17, 64, 100, 4099] {
      let x = numbers.edgeNumbers(count, largest: .greatestFiniteMagnitude)
      for (name, kernels) in KernelSets.all {
        let values = OffsetFloats(x, offset: count % 16)
        #expect(kernels.areFinite(count, values.values), "\(name)")
        let places = count < 200 ? Array(0..<count) : [0, 4090, 4098]
        for place in places {
          for broken in [Float.infinity, -.infinity, .nan, -.nan, .signalingNaN] {
            values.values[place] = broken
            #expect(!kernels.areFinite(count, values.values), "\(name), \(place) of \(count)")
          }
          values.values[place] = x[place]
        }
      }
    }
  }

  /// Twelve chains a lane, xₙ = factor·xₙ₋₁ + term, that begin with 0…11.
  @Test func spinIsItsChains() {
    for rounds in [0, 1, 2, 50] {
      let (factor, term) = (Rounded(Float(0.9)), Rounded(Float(0.1)))
      let chains = (0..<12).map { start in
        (0..<rounds).reduce(Rounded(Float(start))) { x, _ in x * factor + term }
      }
      for (name, kernels) in KernelSets.all {
        let all = (0..<Int(kernels.lanes)).flatMap { _ in chains }
        let found = kernels.spin(rounds, 0.9, 0.1)
        #expect((Rounded(sum: all) * Rounded(Float(1))).admits(found), "\(name)")
      }
    }
  }

  private func expect(_ wanted: [Rounded], _ found: OffsetFloats, _ name: String) {
    #expect(Rounded.firstMiss(wanted, found.numbers) == nil, "\(name)")
    #expect(found.areGuardsIntact, "\(name)")
  }
}
