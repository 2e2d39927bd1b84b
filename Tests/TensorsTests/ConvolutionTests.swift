import Tensors
import Testing

/// A convolution and its transpose are adjoint, ⟨A x, y⟩ = ⟨x, Aᵀ y⟩, and what is linear in the
/// weights has the weight gradient as its slope: over many geometries.
@Suite struct ConvolutionTests {
  /// A random geometry: odd and even widths, 1 to 130 channels.
  private func convolution(_ numbers: inout RandomNumbers) -> Convolution {
    let stride = 1 + numbers.integer(below: 2)
    let (height, width) = (1 + numbers.integer(below: 13), 1 + numbers.integer(below: 13))
    let most = [8, 40, 130][numbers.integer(below: 3)]
    return Convolution(
      big: .init(height: height, width: width, channels: 1 + numbers.integer(below: most)),
      small: .init(
        height: (height + stride - 1) / stride, width: (width + stride - 1) / stride,
        channels: 1 + numbers.integer(below: most)),
      kernel: 1 + 2 * numbers.integer(below: 4), stride: stride)
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
      var (ax, aty) = (
        [Float](repeating: 9, count: small.count), [Float](repeating: 9, count: big.count)
      )
      convolution.bigToSmall(xs.values, &ax)
      convolution.smallToBig(ys.values, &aty)
      let scale = (dot(ax, ax) * dot(y, y)).squareRoot() + 1
      #expect(abs(dot(ax, y) - dot(x, aty)) < 1e-5 * scale, "\(big) \(small)")

      let gradient = Buffer(convolution.gradientCount)
      let space = Buffer(convolution.gradientSpace)
      convolution.addWeightGradient(
        big: xs.values, small: ys.values, to: gradient.values, space: space.values)
      let rows = convolution.weightCount / small.channels
      let slope = (0..<rows).flatMap { row in
        (0..<small.channels).map { gradient.values[row * convolution.gradientStride + $0] }
      }
      #expect(abs(dot(slope, weights) - dot(ax, y)) < 1e-5 * scale, "\(big) \(small)")
    }
  }

  @Test func handWorkedConvolution() {
    // One channel, 3×3 pixels 1…9, a kernel of ones, stride 2: the corners' neighbourhoods.
    let convolution = Convolution(
      big: .init(height: 3, width: 3, channels: 1), small: .init(height: 2, width: 2, channels: 1),
      kernel: 3, stride: 2)
    convolution.pack([Float](repeating: 1, count: 9))
    let big = padded((1...9).map(Float.init), convolution.big, 1)
    var out = [Float](repeating: 0, count: 4)
    convolution.bigToSmall(big.values, &out)
    #expect(out == [12, 16, 24, 28])
    let small = padded([1, 2, 3, 4], convolution.small, convolution.smallBorder)
    var back = [Float](repeating: 0, count: 9)
    convolution.smallToBig(small.values, &back)
    #expect(back == [1, 3, 2, 4, 10, 6, 3, 7, 4])
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
      dense.multiplyBack(dy.values, rows: images, into: &dx)
      let space = Buffer(dense.gradientSpace)
      for part in 0..<dense.gradientParts {
        dense.setGradient(
          &dw, part: part, x: x.values, dy: dy.values, images: images, space: space.values)
      }
      expectNear(y, Tensor.product(xs, weights).values, 2e-5 * Float(inputs).squareRoot())
      expectNear(
        dx, Tensor.product(ds, weights, transposeB: true).values, 2e-5 * Float(outputs).squareRoot()
      )
      expectNear(
        dw, Tensor.product(xs, ds, transposeA: true).values, 2e-5 * Float(images).squareRoot())
    }
  }

  private func expectNear(_ a: [Float], _ b: [Float], _ limit: Float) {
    #expect(a.count == b.count)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < limit })
  }
}
