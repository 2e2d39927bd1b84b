import CKernels
import Tensors
import Testing

/// Sums of products of images and weights, of every instruction set, against their formulas.
///
/// Of every shape some outputs are worked out, others every time, so that all places get their turn.
@Suite struct CorrelationFormulaTests {
  /// Σ in·weight, or that scaled, shifted and activated; terms are added in any order.
  @Test func correlate() {
    var numbers = RandomNumbers(seed: 91)
    for round in 0..<60 {
      let shape = CorrelationShape(&numbers, longest: 300)
      let wild = round % 5 == 0
      // What lies behind a run is read but does not count.
      let input =
        numbers.edgeNumbers(shape.inCount, largest: 1e6, wild: wild)
        + [Float](repeating: 1e6, count: 64)
      let weights = numbers.edgeNumbers(shape.weights * shape.channels, largest: 100)
      let (scale, shift) = (
        numbers.edgeNumbers(shape.channels, largest: 10), numbers.edgeNumbers(shape.channels)
      )
      let activation = ActivationFormula(slope: [0, 0.2, 1][round % 3], curve: Int32(CKNoCurve))
      let isFinished = round % 2 == 0
      var wanted: [(place: Int, value: Rounded)] = []
      for y in 0..<shape.rows {
        for x in 0..<shape.columns where (y + x + round) % 3 == 0 {
          for n in 0..<shape.channels where (n + round) % 5 == 0 {
            let sum = Rounded(
              sum: (0..<shape.weights).map {
                Rounded(input[shape.place(y, x, $0)]) * Rounded(weights[$0 * shape.channels + n])
              })
            let value =
              isFinished ? activation.value(sum * Rounded(scale[n]) + Rounded(shift[n])) : sum
            wanted.append(((y * shape.columns + x) * shape.outColumn + n, value))
          }
        }
      }
      for (name, kernels) in KernelSets.all {
        let found = output(
          kernels, shape, input, weights,
          isFinished ? (scale, shift, activation.slope) : nil, offset: round % 16)
        // What lies beside a run may count as nothing, which 0·∞ is not: but none that is no number gets lost.
        #expect(
          wild
            ? wanted.allSatisfy { $0.value.value.isFinite || !found[$0.place].isFinite }
            : Rounded.firstMiss(wanted.map(\.value), wanted.map { found[$0.place] }) == nil,
          "\(name) \(shape)")
        // Between the pixels nothing is written.
        #expect(
          found.indices.allSatisfy { $0 % shape.outColumn < shape.channels || found[$0] == 7 },
          "\(name) \(shape)")
      }
    }
  }

  private func output(
    _ kernels: CKKernels, _ shape: CorrelationShape, _ input: [Float], _ weights: [Float],
    _ finish: (scale: [Float], shift: [Float], slope: Float)?, offset: Int
  ) -> [Float] {
    let out = OffsetFloats([Float](repeating: 7, count: shape.outCount), offset: offset)
    let image = OffsetFloats(input, offset: (offset * 3) % 16)
    shape.with { g in
      var packed = [Float](repeating: 0, count: kernels.packedCount(g))
      kernels.pack(g, weights, shape.weights, shape.channels, 1, 0, &packed)
      guard let finish else { return kernels.correlate(g, image.values, packed, out.values, nil) }
      finish.scale.withUnsafeBufferPointer { scale in
        finish.shift.withUnsafeBufferPointer { shift in
          var description = CKFinish(
            scale: scale.baseAddress, shift: shift.baseAddress, slope: finish.slope)
          kernels.correlate(g, image.values, packed, out.values, &description)
        }
      }
    }
    #expect(out.areGuardsIntact)
    return out.numbers
  }

  /// Σ in·out over the pixels is added to the gradient.
  @Test func weigh() {
    var numbers = RandomNumbers(seed: 92)
    for round in 0..<60 {
      let shape = CorrelationShape(&numbers, longest: 300)
      let input =
        numbers.edgeNumbers(shape.inCount, largest: 1e6, wild: round % 5 == 0)
        + [Float](repeating: .nan, count: 64)
      let out =
        numbers.edgeNumbers(shape.outCount, largest: 1e6) + [Float](repeating: .nan, count: 64)
      var wanted: [(row: Int, channel: Int, value: Rounded)] = []
      for row in 0..<shape.weights where (row + round) % 3 == 0 {
        for n in 0..<shape.channels where (n + round) % 5 == 0 {
          var terms = [Rounded(Float(1))]
          for y in 0..<shape.rows {
            for x in 0..<shape.columns {
              terms.append(
                Rounded(input[shape.place(y, x, row)])
                  * Rounded(out[(y * shape.columns + x) * shape.outColumn + n]))
            }
          }
          wanted.append((row, n, Rounded(sum: terms)))
        }
      }
      for (name, kernels) in KernelSets.all {
        let stride = withUnsafePointer(to: kernels) { ckPadded($0, shape.channels) }
        let gradient = OffsetFloats(
          [Float](repeating: 1, count: shape.weights * stride), offset: round % 16)
        let image = OffsetFloats(input, offset: (round * 3) % 16)
        shape.with { g in
          var space = [Float](repeating: .nan, count: kernels.weighSpace(g))
          kernels.weigh(g, image.values, out, gradient.values, stride, &space)
        }
        let found = gradient.numbers
        #expect(
          Rounded.firstMiss(
            wanted.map(\.value), wanted.map { found[$0.row * stride + $0.channel] }) == nil,
          "\(name) \(shape)")
        #expect(gradient.areGuardsIntact, "\(name) \(shape)")
      }
    }
  }

  /// The nearer of the two bfloat16 numbers around a float, of two equally near the even one: all
  /// upper halves, with lower halves around the middle.
  @Test func narrowing() throws {
    let lower: [UInt32] = [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF]
    let bits = (0...UInt32(0xFFFF)).flatMap { upper in lower.map { upper << 16 | $0 } }
    let numbers = bits.map { Float(bitPattern: $0) }
    let wanted = bits.map { bits -> UInt16 in
      let (toZero, number) = (UInt16(bits >> 16), Float(bitPattern: bits))
      if number.isNaN { return toZero | 0x40 }
      if number.isInfinite { return toZero }
      func magnitude(_ half: UInt16) -> Double {
        half & 0x7FFF == 0x7F80 ? 0x1p128 : abs(Double(Float(bitPattern: UInt32(half) << 16)))
      }
      let size = abs(Double(number))
      let (below, above) = (size - magnitude(toZero), magnitude(toZero + 1) - size)
      if below == above { return toZero & 1 == 0 ? toZero : toZero + 1 }
      return below < above ? toZero : toZero + 1
    }
    for (name, kernels) in KernelSets.all {
      let from = OffsetFloats(numbers, offset: 5)
      var halves = [UInt16](repeating: 0, count: numbers.count)
      kernels.narrow(numbers.count, from.values, &halves)
      #expect(halves == wanted, "\(name)")
    }
  }
}
