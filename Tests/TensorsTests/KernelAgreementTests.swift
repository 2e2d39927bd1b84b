import CKernels
import Tensors
import Testing

/// The kernels of every instruction set agree with the reference on random shapes.
@Suite struct KernelAgreementTests {
  static let names = KernelSets.vectorNames
  let reference = ckNamed("reference")!.pointee

  private func random(_ count: Int, _ numbers: inout RandomNumbers) -> [Float] {
    (0..<count).map { _ in Float(numbers.normal()) }
  }

  private func difference(_ a: [Float], _ b: [Float]) -> Float {
    zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test(arguments: names) func correlate(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 11)
    for _ in 0..<150 {
      let shape = CorrelationShape(&numbers)
      let input = random(shape.inCount + 64, &numbers)
      let weights = random(shape.runs * shape.length * shape.channels, &numbers)
      let outputs = [reference, kernels].map { kernels in
        var out = [Float](repeating: 7, count: shape.outCount + 64)
        shape.with { g in
          var packed = [Float](repeating: 0, count: kernels.packedCount(g))
          kernels.pack(
            g, weights, shape.runs * shape.length, shape.channels, 1, 0, &packed)
          kernels.correlate(g, input, packed, &out, nil)
        }
        return out
      }
      let size = Float(shape.runs * shape.length).squareRoot()
      #expect(difference(outputs[0], outputs[1]) < 2e-5 * size, "\(shape)")
    }
  }

  /// Finished outputs are the plain ones, scaled, shifted and activated; pieces of long sums may be
  /// added in another order.
  @Test(arguments: names) func correlateAndFinish(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 19)
    for round in 0..<150 {
      let shape = CorrelationShape(&numbers)
      let input = random(shape.inCount + 64, &numbers)
      let weights = random(shape.runs * shape.length * shape.channels, &numbers)
      let (scale, shift) = (random(shape.channels, &numbers), random(shape.channels, &numbers))
      let slope: Float = [0, 0.2, 1][round % 3]
      func outputs(_ kernels: CKKernels, finish: Bool) -> [Float] {
        var out = [Float](repeating: 7, count: shape.outCount + 64)
        shape.with { g in
          var packed = [Float](repeating: 0, count: kernels.packedCount(g))
          kernels.pack(
            g, weights, shape.runs * shape.length, shape.channels, 1, 0, &packed)
          scale.withUnsafeBufferPointer { scale in
            shift.withUnsafeBufferPointer { shift in
              let description = CKFinish(
                scale: round % 5 == 4 ? nil : scale.baseAddress, shift: shift.baseAddress,
                slope: slope)
              withUnsafePointer(to: description) {
                kernels.correlate(g, input, packed, &out, finish ? $0 : nil)
              }
            }
          }
        }
        return out
      }
      let size = Float(shape.runs * shape.length).squareRoot()
      let (ours, theirs) = (outputs(kernels, finish: true), outputs(reference, finish: true))
      #expect(difference(ours, theirs) < 4e-5 * max(size, 1), "\(shape)")
      if round % 5 == 4 {
        #expect(difference(ours, outputs(kernels, finish: false)) < 2e-5 * max(size, 1))
      }
    }
  }

  @Test(arguments: names) func weigh(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 12)
    for _ in 0..<100 {
      let shape = CorrelationShape(&numbers)
      let input = random(shape.inCount + 64, &numbers)
      let out = random(shape.outCount + 64, &numbers)
      let rows = shape.runs * shape.length
      let gradients = [reference, kernels].map { kernels in
        let stride = withUnsafePointer(to: kernels) { ckPadded($0, shape.channels) }
        var gradient = [Float](repeating: 1, count: rows * stride)
        shape.with { g in
          var space = [Float](repeating: .nan, count: kernels.weighSpace(g))
          kernels.weigh(g, input, out, &gradient, stride, &space)
        }
        return (0..<rows).flatMap { gradient[$0 * stride..<$0 * stride + shape.channels] }
      }
      let size = Float(shape.rows * shape.columns).squareRoot()
      #expect(difference(gradients[0], gradients[1]) < 2e-5 * size, "\(shape)")
    }
  }

  @Test(arguments: names) func pointwise(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 13)
    for round in 0..<120 {
      let (rows, columns) = (1 + numbers.integer(below: 7), 1 + numbers.integer(below: 9))
      let channels = 1 + numbers.integer(below: round % 2 == 0 ? 9 : 140)
      let perValue = numbers.integer(below: 3) == 0
      var description = CKPointwise(
        rows: rows, columns: columns, channels: channels, step: perValue ? channels : 0,
        slope: [0, 0.25, 1][numbers.integer(below: 3)],
        curve: [0, 0, 1, 2][numbers.integer(below: 4)])
      let count = rows * columns * channels
      let affine = (0..<5).map { _ in random(perValue ? count : channels, &numbers) }
      let (y, da) = (random(count, &numbers), random(count, &numbers))
      let outRow = columns * channels + numbers.integer(below: 9)
      let results = [reference, kernels].map { kernels -> [[Float]] in
        var activated = [Float](repeating: 5, count: rows * outRow)
        var gradient = activated
        var sums = [Double](repeating: 1, count: 4 * channels)
        kernels.activate(&description, y, affine[0], affine[1], &activated, outRow)
        affine[2].withUnsafeBufferPointer { k0 in
          affine[3].withUnsafeBufferPointer { k1 in
            affine[4].withUnsafeBufferPointer { k2 in
              let k = [k0.baseAddress, k1.baseAddress, k2.baseAddress]
              kernels.unactivate(
                &description, da, y, affine[0], affine[1], k, &gradient, outRow)
            }
          }
        }
        sums.withUnsafeMutableBufferPointer { sums in
          kernels.sums(y, rows * columns, channels, sums.baseAddress)
          kernels.gradientSums(
            &description, da, y, affine[0], affine[1], sums.baseAddress! + 2 * channels)
        }
        return [activated, gradient, sums.map(Float.init)]
      }
      for (a, b) in zip(results[0], results[1]) {
        #expect(difference(a, b) < 1e-4, "\(rows)×\(columns)×\(channels) \(description)")
      }
    }
  }

  @Test(arguments: names) func columns(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 14)
    for curve in [0, 1, 2] as [Int32] {
      let (rows, columns, stride) = (37, 29, 31)
      let (y, da) = (random(rows * stride, &numbers), random(rows * stride, &numbers))
      let affine = (0..<2).map { _ in random(columns, &numbers) }
      let results = [reference, kernels].map { kernels in
        var mean = [Float](repeating: 0, count: columns)
        var (variance, sum, product) = (mean, mean, mean)
        kernels.columnMoments(y, rows, columns, stride, &mean, &variance)
        kernels.columnGradientSums(
          da, y, rows, columns, stride, 0.5, curve, affine[0], affine[1], mean, &sum, &product)
        return [mean, variance, sum, product]
      }
      for (a, b) in zip(results[0], results[1]) { #expect(difference(a, b) < 1e-4) }
    }
  }

  @Test(arguments: names) func arrays(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 15)
    for count in [1, 7, 8, 63, 1000, 5001] {
      let (x, g) = (random(count, &numbers), random(count, &numbers))
      let positive = x.map(abs)
      let results = [reference, kernels].map { kernels in
        var (w, m, v, u, n) = (x, g, positive, x, g)
        var (a, b, c, d) = (x, x, x, x)
        var settings = CKAdam(
          rate: 0.1, momentum: 0.9, memory: 0.99, epsilon: 1e-3, correction1: 0.5,
          correction2: 0.25, decay: 0.01)
        kernels.adam(&settings, count, &w, g, &m, &v)
        kernels.descend(count, 0.1, 0.9, 0.01, &u, g, &n)
        let losses = [
          kernels.squaredError(x, g, positive, count, 0.5, &a),
          kernels.squaredError(x, g, nil, count, 0.5, nil),
          kernels.binaryCrossEntropy(x, positive, positive, count, 0.5, &b),
          kernels.softmaxCrossEntropy(x, positive, nil, count, 1, 0.5, &c),
          kernels.sumOfSquares(count, x), kernels.sum(count, x),
        ]
        kernels.asinhStretch(count, x, 3, 0.1, 2, 0, &d)
        kernels.add(count, 0.5, g, &d)
        kernels.multiply(count, g, &d)
        return [w, m, v, u, n, a, b, c, d] + [losses.map { Float($0 / Double(count)) }]
      }
      for (a, b) in zip(results[0], results[1]) { #expect(difference(a, b) < 1e-4) }
    }
  }
}
