import CKernels
import Foundation
import Tensors
import Testing

/// Noise, symmetries, resampling and planes of every instruction set against their formulas.
@Suite struct ImageFormulaTests {
  /// The first half of the numbers are the cosines, the second the sines.
  ///
  /// Errors: the sine's series ends before a⁹/9! of an angle up to π/4, 3.2e-7; the angle, six
  /// operations of the series, radius (whose logarithm is off by some units) and product round: 10
  /// half units.
  @Test func noise() {
    var numbers = RandomNumbers(seed: 81)
    for round in 0..<40 {
      let count = round < 9 ? round : numbers.awkwardCount()
      let key = numbers.next()
      let spread = Float(exp2(3 * numbers.normal()))
      let pixels = numbers.edgeNumbers(count, wild: round % 5 == 0)
      let half = (count + 1) / 2
      let wanted = (0..<count).map { index in
        let (cosine, sine, radius) = Threefry.normals(index % half, key: key)
        let noise = Rounded(
          index < half ? cosine : sine, inherited: radius * (3.2e-7 + 10 * Rounded.half))
        return Rounded(pixels[index]) + Rounded(spread) * noise
      }
      for (name, kernels) in KernelSets.all {
        let found = OffsetFloats(pixels, offset: numbers.integer(below: 16))
        kernels.addNoise(count, key, spread, found.values)
        #expect(Rounded.firstMiss(wanted, found.numbers) == nil, "\(name), \(count)")
        #expect(found.areGuardsIntact, "\(name)")
      }
    }
  }

  /// Which pixel comes where: bit 2 swaps the axes of what comes in, then bits 0 and 1 mirror.
  @Test func turns() {
    var numbers = RandomNumbers(seed: 82)
    for round in 0..<160 {
      let (symmetry, channels) = (round % 8, 1 + round / 8 % 9)
      var (height, width) = (1 + numbers.integer(below: 9), 1 + numbers.integer(below: 9))
      if symmetry & 4 != 0 { width = height }
      let image = numbers.edgeNumbers(height * width * channels, wild: true)
      let wanted = (0..<image.count).map { index in
        let (pixel, channel) = (index / channels, index % channels)
        let (y, x) = (pixel / width, pixel % width)
        var (row, column) = symmetry & 4 == 0 ? (y, x) : (x, y)
        if symmetry & 2 != 0 { row = height - 1 - row }
        if symmetry & 1 != 0 { column = width - 1 - column }
        return image[(row * width + column) * channels + channel].bitPattern
      }
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: 0, count: image.count), offset: numbers.integer(below: 16))
        kernels.turnImage(Int32(symmetry), height, width, channels, image, out.values)
        #expect(
          out.areGuardsIntact && out.numbers.map(\.bitPattern) == wanted, "\(name), \(symmetry)")
      }
    }
  }

  /// Σ across·Σ along·factor·(value − level), where holes count as nothing.
  @Test func resampling() {
    var numbers = RandomNumbers(seed: 83)
    for round in 0..<40 {
      let (side, size) = (4 + numbers.integer(below: 30), 1 + numbers.integer(below: 30))
      let hasHoles = round % 2 == 0
      let pixels = numbers.edgeNumbers(side * side, largest: 1e6, wild: round % 4 == 0)
      let bytes = pixels.map(\.bitPattern.bigEndian)
      let firsts = (0..<2).map { _ in (0..<size).map { _ in numbers.integer(below: side - 3) } }
      let weights = (0..<2).map { _ in numbers.edgeNumbers(4 * size, largest: 2) }
      let (level, factor) = (Float(numbers.normal()), Float(numbers.normal()))
      let light = pixels.map { pixel in
        hasHoles && pixel == 0
          ? Rounded(Float(0)) : (Rounded(pixel) - Rounded(level)) * Rounded(factor)
      }
      let wanted = (0..<size * size).map { place in
        let (y, x) = (place / size, place % size)
        // Each of the sixteen old pixels by both of its weights, in any order.
        return Rounded(
          sum: (0..<16).map { old in
            let (row, column) = (firsts[1][y] + old / 4, firsts[0][x] + old % 4)
            return Rounded(weights[0][4 * x + old % 4])
              * (Rounded(weights[1][4 * y + old / 4]) * light[row * side + column])
          })
      }
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: 0, count: size * size), offset: numbers.integer(below: 16))
        let space = OffsetFloats([Float](repeating: .nan, count: (side + 1) * side), offset: 3)
        firsts[0].withUnsafeBufferPointer { firstColumn in
          firsts[1].withUnsafeBufferPointer { firstRow in
            weights[0].withUnsafeBufferPointer { across in
              weights[1].withUnsafeBufferPointer { along in
                var description = CKResampling(
                  side: side, size: size, firstColumn: firstColumn.baseAddress,
                  firstRow: firstRow.baseAddress, across: across.baseAddress,
                  along: along.baseAddress, level: level, factor: factor, hasHoles: hasHoles)
                kernels.resample(&description, bytes, space.values, out.values)
              }
            }
          }
        }
        #expect(Rounded.firstMiss(wanted, out.numbers) == nil, "\(name), \(side) → \(size)")
        #expect(out.areGuardsIntact && space.areGuardsIntact, "\(name)")
      }
    }
  }

  /// cut(plane·scale)·taper(x)·fade·taper(y).
  @Test func planes() {
    var numbers = RandomNumbers(seed: 84)
    for round in 0..<60 {
      let (size, channels) = (
        1 + numbers.integer(below: round % 6 == 0 ? 140 : 20), 1 + numbers.integer(below: 10)
      )
      let area = size * size
      let planes = numbers.edgeNumbers(channels * area, wild: round % 3 == 0)
      let scales = numbers.edgeNumbers(channels, largest: 9)
      let fades = numbers.edgeNumbers(channels, largest: 9)
      let taper = numbers.edgeNumbers(size, largest: 9)
      let wanted = (0..<area * channels).map { index in
        let (pixel, c) = (index / channels, index % channels)
        let light = Rounded(planes[c * area + pixel]) * Rounded(scales[c])
        let cut =
          light.value < -1
          ? Rounded(Float(-1)) : light.value > 1.5 ? Rounded(Float(1.5)) : light
        return cut
          * (Rounded(taper[pixel % size]) * (Rounded(fades[c]) * Rounded(taper[pixel / size])))
      }
      for (name, kernels) in KernelSets.all {
        let out = OffsetFloats(
          [Float](repeating: 0, count: wanted.count), offset: numbers.integer(below: 16))
        kernels.layPlanes(size, channels, planes, scales, fades, taper, out.values)
        #expect(Rounded.firstMiss(wanted, out.numbers) == nil, "\(name), \(size)²×\(channels)")
        #expect(out.areGuardsIntact, "\(name)")
      }
    }
  }
}
