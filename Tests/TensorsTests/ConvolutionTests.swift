import Tensors
import Testing

/// A convolution and its transpose are adjoint, ⟨A x, y⟩ = ⟨x, Aᵀ y⟩, and what is linear in the
/// weights has the weight gradient as its slope: over many geometries.
@Suite struct ConvolutionTests {
  /// A random geometry: odd and even widths, 1 to 130 channels.
  private func convolution(_ numbers: inout RandomNumbers) -> Convolution {
    if numbers.integer(below: 3) == 0 { return tiled(&numbers) }
    let stride = 1 + numbers.integer(below: 2)
    let (height, width) = (1 + numbers.integer(below: 13), 1 + numbers.integer(below: 13))
    let most = [8, 40, 130][numbers.integer(below: 3)]
    let kernel = 1 + 2 * numbers.integer(below: 4)
    let phases = stride == 2 && kernel > 1 && height % 2 == 0 && width % 2 == 0 ? 2 : 1
    return Convolution(
      big: .init(height: height, width: width, channels: 1 + numbers.integer(below: most)),
      small: .init(
        height: (height + stride - 1) / stride, width: (width + stride - 1) / stride,
        channels: 1 + numbers.integer(below: most)),
      kernel: kernel, stride: stride, phase: numbers.integer(below: phases))
  }

  /// A random geometry of whole tiles, a few of which take several strips.
  private func tiled(_ numbers: inout RandomNumbers) -> Convolution {
    let most = numbers.integer(below: 6) == 0 ? 14 : 4
    let (rows, columns) = (1 + numbers.integer(below: most), 1 + numbers.integer(below: most))
    return Convolution(
      big: .init(
        height: 4 * rows, width: 4 * columns, channels: 16 * (1 + numbers.integer(below: 5))),
      small: .init(
        height: 2 * rows, width: 2 * columns, channels: 16 * (1 + numbers.integer(below: 5))),
      kernel: 3, stride: 2, phase: numbers.integer(below: 2))
  }

  private func random(_ count: Int, _ numbers: inout RandomNumbers) -> [Float] {
    (0..<count).map { _ in Float(numbers.normal()) }
  }

  /// The image inside a border of zeros, and room behind it.
  private func padded(_ image: [Float], _ size: Convolution.Size, _ border: Int) -> Buffer {
    let row = (size.width + 2 * border) * size.channels
    let buffer = Buffer((size.height + 2 * border) * row)
    for y in 0..<size.height {
      for x in 0..<size.width * size.channels {
        buffer.values[(y + border) * row + border * size.channels + x] =
          image[y * size.width * size.channels + x]
      }
    }
    return buffer
  }

  private func dot(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  @Test func directionsAreAdjoint() {
    var numbers = RandomNumbers(seed: 21)
    for _ in 0..<80 {
      let convolution = convolution(&numbers)
      let (big, small) = (convolution.big, convolution.small)
      let weights = random(convolution.weightCount, &numbers)
      let (x, y) = (random(big.count, &numbers), random(small.count, &numbers))
      convolution.pack(weights)
      let (xs, ys) = (
        padded(x, big, convolution.bigBorder), padded(y, small, convolution.smallBorder)
      )
      let space = Buffer(convolution.space)
      var (ax, aty) = (
        [Float](repeating: 9, count: small.count), [Float](repeating: 9, count: big.count)
      )
      convolution.bigToSmall(xs.values, &ax, space: space.values)
      convolution.smallToBig(ys.values, &aty, space: space.values)
      let scale = (dot(ax, ax) * dot(y, y)).squareRoot() + 1
      #expect(abs(dot(ax, y) - dot(x, aty)) < 1e-5 * scale, "\(big) \(small)")

      let gradient = Buffer(convolution.gradientCount)
      convolution.addWeightGradient(
        big: .float32(xs.values), small: .float32(ys.values), to: gradient.values,
        space: space.values)
      let rows = convolution.weightCount / small.channels
      let slope = (0..<rows).flatMap { row in
        (0..<small.channels).map { channel in
          convolution.gradientRows(of: row).reduce(Float(0)) {
            $0 + gradient.values[$1 * convolution.gradientStride + channel]
          }
        }
      }
      #expect(abs(dot(slope, weights) - dot(ax, y)) < 1e-5 * scale, "\(big) \(small)")
      withExtendedLifetime((xs, ys, gradient, space)) {}
    }
  }

  /// The others are left as they were.
  @Test func `some of the big image's channels come out as all of them do`() {
    var numbers = RandomNumbers(seed: 25)
    for _ in 0..<60 {
      let all = convolution(&numbers)
      let (big, small) = (all.big, all.small)
      let made = 1 + numbers.integer(below: big.channels)
      let some = Convolution(
        big: big, small: small, kernel: all.kernel, stride: all.stride, phase: all.phase, made: made
      )
      let weights = random(all.weightCount, &numbers)
      all.pack(weights)
      some.pack(weights)
      let ys = padded(random(small.count, &numbers), small, all.smallBorder)
      var whole = [Float](repeating: 9, count: big.count)
      var part = whole
      let space = Buffer(max(all.space, some.space))
      withExtendedLifetime(space) {
        all.smallToBig(ys.values, &whole, space: space.values)
        some.smallToBig(ys.values, &part, space: space.values)
      }
      for place in part.indices {
        let (one, other) = (part[place], whole[place])
        guard place % big.channels < made else {
          #expect(one == 9)
          continue
        }
        // Few channels are summed in another order than many.
        #expect(abs(one - other) <= 1e-4 * (1 + abs(other)), "\(big) \(small), \(made) made")
      }
    }
  }

  /// In bfloat16 every direction is the float32 one of numbers and weights that were rounded before.
  @Test func roundedDirectionsAreThoseOfRoundedNumbers() {
    var numbers = RandomNumbers(seed: 23)
    for _ in 0..<60 {
      var shape = convolution(&numbers)
      let (big, small) = (shape.big, shape.small)
      shape = Convolution(
        big: big, small: small, kernel: shape.kernel, stride: shape.stride, phase: shape.phase,
        bfloat16: true)
      let weights = random(shape.weightCount, &numbers)
      let (x, y) = (
        padded(random(big.count, &numbers), big, shape.bigBorder),
        padded(random(small.count, &numbers), small, shape.smallBorder)
      )
      shape.pack(rounded(weights))
      shape.packPairs(weights)
      let (gradients, space) = (Buffer(2 * shape.gradientCount), Buffer(shape.space))
      let (xs, ys) = (narrowed(x), narrowed(y))
      for buffer in [x, y] {
        let numbers = Array(UnsafeBufferPointer(start: buffer.values, count: buffer.count))
        buffer.values.update(from: rounded(numbers), count: buffer.count)
      }
      let precisions: [(Operand, Operand)] = [
        (.float32(x.values), .float32(y.values)), (xs.operand(from: 0), ys.operand(from: 0)),
      ]
      let found = precisions.enumerated().map { index, operands in
        var (down, up) = (
          [Float](repeating: 9, count: small.count), [Float](repeating: 9, count: big.count)
        )
        shape.bigToSmall(operands.0, &down, space: space.values)
        shape.smallToBig(operands.1, &up, space: space.values)
        let gradient = gradients.values + index * shape.gradientCount
        shape.addWeightGradient(
          big: operands.0, small: operands.1, to: gradient, space: space.values)
        let slope = (0..<shape.weightCount / small.channels).flatMap { row in
          (0..<small.channels).map { gradient[row * shape.gradientStride + $0] }
        }
        return (down, up, slope)
      }
      let terms = Float(shape.kernel * shape.kernel * max(big.channels, small.channels))
      expectNear(found[0].0, found[1].0, 2e-5 * terms.squareRoot())
      expectNear(found[0].1, found[1].1, 2e-5 * terms.squareRoot())
      expectNear(found[0].2, found[1].2, 2e-5 * Float(small.height * small.width).squareRoot())
    }
  }

  private func narrowed(_ buffer: Buffer) -> NarrowBuffer {
    let narrow = NarrowBuffer(buffer.count)
    narrow.take(buffer.values, count: buffer.count, at: 0)
    return narrow
  }

  /// Numbers that bfloat16 has.
  private func rounded(_ numbers: [Float]) -> [Float] {
    let narrow = NarrowBuffer(numbers.count)
    narrow.take(numbers, count: numbers.count, at: 0)
    return (0..<numbers.count).map { Float(bitPattern: UInt32(narrow.values[$0]) << 16) }
  }

  /// Fewer products make the sums of their definition, to rounding, in every direction and with what follows.
  @Test func `tiles are the convolution that its definition says`() {
    var numbers = RandomNumbers(seed: 26)
    for round in 0..<40 {
      let convolution = tiled(&numbers)
      let (big, small) = (convolution.big, convolution.small)
      let weights = random(convolution.weightCount, &numbers)
      let (x, y) = (random(big.count, &numbers), random(small.count, &numbers))
      var (down, up) = (
        [Double](repeating: 0, count: small.count), [Double](repeating: 0, count: big.count)
      )
      // One small pixel in seven, and what it gives to the big ones, of one channel in five.
      func isKept(_ place: Int) -> Bool {
        place / small.channels % 7 == round % 7 && place % 5 == 0
      }
      let kept = y.indices.filter(isKept)
      let given = y.indices.map { isKept($0) ? y[$0] : 0 }
      for place in kept {
        let (pixel, n) = (place / small.channels, place % small.channels)
        for tap in 0..<9 {
          let row = 2 * (pixel / small.width) + convolution.phase + tap / 3 - 1
          let column = 2 * (pixel % small.width) + convolution.phase + tap % 3 - 1
          guard 0..<big.height ~= row, 0..<big.width ~= column else { continue }
          for k in 0..<big.channels {
            let weight = Double(weights[(tap * big.channels + k) * small.channels + n])
            let from = (row * big.width + column) * big.channels + k
            down[place] += Double(x[from]) * weight
            up[from] += Double(y[place]) * weight
          }
        }
      }
      convolution.pack(weights)
      let space = Buffer(convolution.space)
      let (xs, ys) = (
        padded(x, big, convolution.bigBorder), padded(given, small, convolution.smallBorder)
      )
      var (foundDown, foundUp) = (
        [Float](repeating: 9, count: small.count), [Float](repeating: 9, count: big.count)
      )
      convolution.bigToSmall(xs.values, &foundDown, space: space.values)
      convolution.smallToBig(ys.values, &foundUp, space: space.values)
      let limit = 1e-5 * Double(9 * max(big.channels, small.channels)).squareRoot()
      #expect(kept.allSatisfy { abs(down[$0] - Double(foundDown[$0])) < limit }, "\(big) \(small)")
      #expect(
        up.indices.allSatisfy { abs(up[$0] - Double(foundUp[$0])) < limit }, "\(big) \(small)")

      // Scaled, shifted and activated, into a picture with a border.
      let (scale, shift) = (random(small.channels, &numbers), random(small.channels, &numbers))
      let row = (small.width + 2) * small.channels
      var picture = [Float](repeating: 7, count: small.height * row)
      scale.withUnsafeBufferPointer { scale in
        shift.withUnsafeBufferPointer { shift in
          guard
            let finish = Finish(
              scale: scale.baseAddress!, shift: shift.baseAddress!, activation: .rectifier(slope: 0)
            )
          else { return }
          convolution.bigToSmall(xs.values, &picture, row: row, finish: finish, space: space.values)
        }
      }
      #expect(
        picture.indices.allSatisfy { place in
          let (y, at) = (place / row, place % row)
          guard at < small.width * small.channels else { return picture[place] == 7 }
          let channel = at % small.channels
          let sum = foundDown[y * small.width * small.channels + at]
          return abs(picture[place] - max(0, sum * scale[channel] + shift[channel])) < 1e-4
        }, "\(big) \(small)")
      withExtendedLifetime((xs, ys, space)) {}
    }
  }

  @Test func handWorkedConvolution() {
    // One channel, 3×3 pixels 1…9, a kernel of ones, stride 2: the corners' neighbourhoods.
    let convolution = Convolution(
      big: .init(height: 3, width: 3, channels: 1), small: .init(height: 2, width: 2, channels: 1),
      kernel: 3, stride: 2)
    convolution.pack([Float](repeating: 1, count: 9))
    let big = padded((1...9).map(Float.init), convolution.big, 1)
    let space = Buffer(convolution.space)
    var out = [Float](repeating: 0, count: 4)
    convolution.bigToSmall(big.values, &out, space: space.values)
    #expect(out == [12, 16, 24, 28])
    let small = padded([1, 2, 3, 4], convolution.small, convolution.smallBorder)
    var back = [Float](repeating: 0, count: 9)
    convolution.smallToBig(small.values, &back, space: space.values)
    withExtendedLifetime((big, small, space)) {}
    #expect(back == [1, 3, 2, 4, 10, 6, 3, 7, 4])
  }

  @Test func `a phase moves every kernel by a pixel`() {
    // 4×4 pixels 1…16, a kernel of ones, stride 2, around (1, 1), (1, 3), (3, 1) and (3, 3).
    let convolution = Convolution(
      big: .init(height: 4, width: 4, channels: 1), small: .init(height: 2, width: 2, channels: 1),
      kernel: 3, stride: 2, phase: 1)
    convolution.pack([Float](repeating: 1, count: 9))
    let big = padded((1...16).map(Float.init), convolution.big, 1)
    let space = Buffer(convolution.space)
    var out = [Float](repeating: 0, count: 4)
    convolution.bigToSmall(big.values, &out, space: space.values)
    #expect(out == [54, 45, 72, 54])
    let small = padded([1, 2, 3, 4], convolution.small, convolution.smallBorder)
    var back = [Float](repeating: 0, count: 16)
    convolution.smallToBig(small.values, &back, space: space.values)
    withExtendedLifetime((big, small, space)) {}
    #expect(back == [1, 1, 3, 2, 1, 1, 3, 2, 4, 4, 10, 6, 3, 3, 7, 4])
  }

  @Test func denseDirectionsAreProducts() {
    var numbers = RandomNumbers(seed: 22)
    for (inputs, outputs) in [(1, 1), (5, 30), (700, 3), (30, 515), (512, 64), (97, 259)] {
      let images = 1 + numbers.integer(below: 70)
      let weights = Tensor(random(inputs * outputs, &numbers), shape: [inputs, outputs])
      let (x, dy) = (Buffer(images * inputs), Buffer(images * outputs))
      for index in 0..<x.count { x.values[index] = Float(numbers.normal()) }
      for index in 0..<dy.count { dy.values[index] = Float(numbers.normal()) }
      let xs = Tensor(
        UnsafeBufferPointer(start: x.values, count: x.count), shape: [images, inputs])
      let ds = Tensor(
        UnsafeBufferPointer(start: dy.values, count: dy.count), shape: [images, outputs])
      let dense = Dense(inputs: inputs, outputs: outputs)
      weights.withUnsafeValues { dense.pack($0.baseAddress!, backward: true) }
      var y = [Float](repeating: 0, count: images * outputs)
      var dx = [Float](repeating: 0, count: images * inputs)
      var dw = [Float](repeating: 0, count: inputs * outputs)
      dense.multiply(x.values, rows: images, into: &y)
      dense.multiplyBack(.float32(dy.values), rows: images, into: &dx)
      let space = Buffer(dense.gradientSpace)
      for part in 0..<dense.gradientParts {
        dense.setGradient(
          &dw, part: part, x: .float32(x.values), dy: .float32(dy.values), images: images,
          space: space.values)
      }
      expectNear(y, Tensor.product(xs, weights).values, 2e-5 * Float(inputs).squareRoot())
      expectNear(
        dx, Tensor.product(ds, weights, transposeB: true).values, 2e-5 * Float(outputs).squareRoot()
      )
      expectNear(
        dw, Tensor.product(xs, ds, transposeA: true).values, 2e-5 * Float(images).squareRoot())
    }
  }

  @Test func roundedDenseDirectionsAreThoseOfRoundedNumbers() {
    var numbers = RandomNumbers(seed: 24)
    for (inputs, outputs) in [(1, 1), (5, 30), (700, 3), (30, 515), (512, 64), (97, 259)] {
      let images = 1 + numbers.integer(below: 70)
      let weights = random(inputs * outputs, &numbers)
      let (x, dy) = (random(images * inputs, &numbers), random(images * outputs, &numbers))
      let (xs, ds) = (NarrowBuffer(x.count), NarrowBuffer(dy.count))
      xs.take(x, count: x.count, at: 0)
      ds.take(dy, count: dy.count, at: 0)
      let dense = Dense(inputs: inputs, outputs: outputs, bfloat16: true)
      dense.packPairs(weights, backward: true)
      let (xt, dt, wt) = (
        Tensor(rounded(x), shape: [images, inputs]), Tensor(rounded(dy), shape: [images, outputs]),
        Tensor(rounded(weights), shape: [inputs, outputs])
      )
      var y = [Float](repeating: 0, count: images * outputs)
      var dx = [Float](repeating: 0, count: images * inputs)
      var dw = [Float](repeating: 0, count: inputs * outputs)
      dense.multiply(xs.operand(from: 0), rows: images, into: &y)
      dense.multiplyBack(ds.operand(from: 0), rows: images, into: &dx)
      let space = Buffer(dense.gradientSpace)
      for part in 0..<dense.gradientParts {
        dense.setGradient(
          &dw, part: part, x: xs.operand(from: 0), dy: ds.operand(from: 0), images: images,
          space: space.values)
      }
      expectNear(y, Tensor.product(xt, wt).values, 2e-5 * Float(inputs).squareRoot())
      expectNear(
        dx, Tensor.product(dt, wt, transposeB: true).values, 2e-5 * Float(outputs).squareRoot())
      expectNear(
        dw, Tensor.product(xt, dt, transposeA: true).values, 2e-5 * Float(images).squareRoot())
    }
  }

  private func expectNear(_ a: [Float], _ b: [Float], _ limit: Float) {
    #expect(a.count == b.count)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < limit })
  }
}
