import CKernels
import Tensors
import Testing

/// Normalisations and activations of every instruction set against their formulas.
@Suite struct PointwiseFormulaTests {
  /// A random image with its scales and shifts.
  private struct Case {
    var description: CKPointwise
    let offset, outRow: Int
    let y, gradient: [Float]
    /// Scale, shift and the three factors of the way back.
    let affine: [[Float]]

    init(_ numbers: inout RandomNumbers, round: Int) {
      let rows = 1 + numbers.integer(below: 7)
      let columns = 1 + numbers.integer(below: round % 10 == 0 ? 90 : 9)
      let channels = 1 + numbers.integer(below: [9, 9, 40, 300][round % 4])
      let step = numbers.integer(below: 3) == 0 ? channels : 0
      description = CKPointwise(
        rows: rows, columns: columns, channels: channels, step: step,
        slope: [0, 0.25, 1, -0.5][numbers.integer(below: 4)],
        curve: [CKNoCurve, CKNoCurve, CKSigmoid, CKTanh].map { Int32($0) }[
          numbers.integer(below: 4)])
      (offset, outRow) = (
        numbers.integer(below: 16), columns * channels + numbers.integer(below: 9)
      )
      let count = rows * columns * channels
      let wild = round % 5 == 0
      y = numbers.edgeNumbers(count, wild: wild)
      gradient = numbers.edgeNumbers(count, wild: wild)
      affine = (0..<5).map { _ in
        numbers.edgeNumbers(step == 0 ? channels : count, largest: 100)
      }
    }

    var pixels: Int { description.rows * description.columns }
    var channels: Int { description.channels }
    var count: Int { pixels * channels }
    /// Where the scale of a number lies.
    func place(_ index: Int) -> Int { description.step == 0 ? index % channels : index }

    /// scale·y + shift.
    func input(_ index: Int) -> Rounded {
      Rounded(y[index]) * Rounded(affine[0][place(index)]) + Rounded(affine[1][place(index)])
    }

    func output(_ index: Int) -> Rounded {
      ActivationFormula(slope: description.slope, curve: description.curve).value(input(index))
    }

    /// The gradient with respect to scale·y + shift.
    func inputGradient(_ index: Int) -> Rounded {
      Rounded(gradient[index])
        * ActivationFormula(slope: description.slope, curve: description.curve)
        .derivative(input(index))
    }

    var text: String { "\(description) \(offset)" }
  }

  @Test func activate() {
    var numbers = RandomNumbers(seed: 41)
    for round in 0..<80 {
      var test = Case(&numbers, round: round)
      let wanted = (0..<test.count).map(test.output)
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: 5, count: test.description.rows * test.outRow), offset: test.offset)
        let y = OffsetFloats(test.y, offset: (test.offset * 7) % 16)
        kernels.activate(
          &test.description, y.values, test.affine[0], test.affine[1], out.values, test.outRow)
        expect(wanted, out, test, name)
      }
    }
  }

  @Test func unactivate() {
    var numbers = RandomNumbers(seed: 42)
    for round in 0..<80 {
      var test = Case(&numbers, round: round)
      let wanted = (0..<test.count).map { index in
        let k = test.affine[2...].map { Rounded($0[test.place(index)]) }
        return Rounded(sum: [
          k[0] * test.inputGradient(index), k[1] * Rounded(test.y[index]), k[2],
        ])
      }
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: 5, count: test.description.rows * test.outRow), offset: test.offset)
        let factors = test.affine.map { OffsetFloats($0, offset: (test.offset * 5) % 16) }
        kernels.unactivate(
          &test.description, test.gradient, test.y, factors[0].values, factors[1].values,
          factors[2...].map { UnsafePointer($0.values) }, out.values, test.outRow)
        expect(wanted, out, test, name)
      }
    }
  }

  /// Rows lie `outRow` apart, and what lies between them is left alone.
  private func expect(_ wanted: [Rounded], _ out: OffsetFloats, _ test: Case, _ name: String) {
    let width = test.description.columns * test.channels
    let places = out.numbers.enumerated()
    let written = places.filter { $0.offset % test.outRow < width }.map(\.element)
    #expect(Rounded.firstMiss(wanted, written) == nil, "\(name) \(test.text)")
    #expect(places.allSatisfy { $0.offset % test.outRow < width || $0.element == 5 }, "\(name)")
    #expect(out.areGuardsIntact, "\(name) \(test.text)")
  }

  /// Sums over the pixels, in any order, are added to what is there.
  @Test func sums() {
    var numbers = RandomNumbers(seed: 43)
    for round in 0..<80 {
      var test = Case(&numbers, round: round)
      let (pixels, channels) = (test.pixels, test.channels)
      func column(_ channel: Int, _ term: (Int) -> Rounded) -> Rounded {
        Rounded(sum: (0..<pixels).map { term($0 * channels + channel) })
      }
      let wanted =
        (0..<channels).map { column($0) { Rounded(test.y[$0]) } }
        + (0..<channels).map { column($0) { Rounded(test.y[$0]) * Rounded(test.y[$0]) } }
      let wantedGradients =
        (0..<channels).map { column($0, test.inputGradient) }
        + (0..<channels).map {
          column($0) { test.inputGradient($0) * Rounded(test.y[$0]) }
        }
      for (name, kernels) in KernelSets.all {
        let y = OffsetFloats(test.y, offset: test.offset)
        var sums = [Double](repeating: 0, count: 2 * channels)
        var gradients = sums
        kernels.sums(y.values, pixels, channels, &sums)
        kernels.gradientSums(
          &test.description, test.gradient, y.values, test.affine[0], test.affine[1], &gradients)
        #expect(Rounded.firstMiss(wanted, sums) == nil, "\(name) \(test.text)")
        #expect(Rounded.firstMiss(wantedGradients, gradients) == nil, "\(name) \(test.text)")
        let before = sums
        kernels.sums(y.values, pixels, channels, &sums)
        #expect(zip(before, sums).allSatisfy { $1.isNaN || $1 == 2 * $0 }, "\(name)")
      }
    }
  }

  @Test func columns() {
    var numbers = RandomNumbers(seed: 44)
    for round in 0..<60 {
      let (rows, columns) = (1 + numbers.integer(below: 60), 1 + numbers.integer(below: 50))
      let stride = columns + numbers.integer(below: 5)
      let activation = ActivationFormula(
        slope: [0, 0.5, 1][round % 3], curve: Int32(round / 3 % 3))
      let wild = round % 5 == 0
      let y = numbers.edgeNumbers(rows * stride, largest: 1e6, wild: wild)
      let gradient = numbers.edgeNumbers(rows * stride, wild: wild)
      let (scale, shift) = (
        numbers.edgeNumbers(columns, largest: 100), numbers.edgeNumbers(columns, largest: 100)
      )
      let count = Rounded(Float(rows))
      func sum(_ column: Int, _ term: (Int) -> Rounded) -> Rounded {
        Rounded(sum: (0..<rows).map { term($0 * stride + column) })
      }
      let means = (0..<columns).map { sum($0) { Rounded(y[$0]) } / count }
      let variances = (0..<columns).map { column in
        sum(column) {
          let deviation = Rounded(y[$0]) - means[column]
          return deviation * deviation
        } / count
      }
      for (name, kernels) in KernelSets.all {
        var mean = [Float](repeating: .nan, count: columns)
        var (variance, total, product) = (mean, mean, mean)
        kernels.columnMoments(y, rows, columns, stride, &mean, &variance)
        kernels.columnGradientSums(
          gradient, y, rows, columns, stride, activation.slope, activation.curve, scale, shift,
          mean, &total, &product)
        for column in 0..<columns {
          func term(_ place: Int) -> Rounded {
            let input = Rounded(y[place]) * Rounded(scale[column]) + Rounded(shift[column])
            return Rounded(gradient[place]) * activation.derivative(input)
          }
          let products = sum(column) { term($0) * (Rounded(y[$0]) - Rounded(mean[column])) }
          #expect(
            means[column].admits(mean[column]) && variances[column].admits(variance[column])
              && sum(column, term).admits(total[column])
              && products.admits(product[column]), "\(name) \(rows)×\(columns)")
        }
      }
    }
  }
}
