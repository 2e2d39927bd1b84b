import CKernels
import Foundation
import Tensors
import Testing

/// Noise, symmetries and checks of images: laws, and the same bits from every instruction set.
@Suite struct ImageKernelTests {
  static let names = KernelAgreementTests.names
  let reference = ckNamed("reference")!.pointee

  @Test(arguments: names) func noiseIsTheSameBits(name: String) throws {
    let kernels = try KernelSets.named(name)
    for count in [1, 2, 7, 8, 31, 32, 33, 1001, 20480] {
      let results = [reference, kernels].map { kernels in
        var pixels = (0..<count).map { Float($0) }
        kernels.addNoise(count, 0xFEED_0000_BEEF + UInt64(count), 0.25, &pixels)
        return pixels
      }
      #expect(results[0] == results[1])
    }
  }

  /// Against Box–Muller in double precision from Threefry written out anew, which is checked
  /// against its authors' known answers (Random123, kat_vectors).
  @Test func noiseIsBoxMullerOfThreefry() {
    #expect(Threefry.words(0, 0, key: 0) == (0x6b20_0159, 0x99ba_4efe))
    #expect(Threefry.words(.max, .max, key: .max) == (0x1cb9_96fc, 0xbb00_2be7))
    #expect(
      Threefry.words(0x243f_6a88, 0x85a3_08d3, key: 0x0370_7344_1319_8a2e)
        == (0xc492_3a9c, 0x483d_f7a0))
    let (count, key) = (999, UInt64(0x1234_5678_9ABC_DEF0))
    var pixels = [Float](repeating: 0, count: count)
    reference.addNoise(count, key, 1, &pixels)
    for i in 0..<500 {
      let (a, b) = Threefry.words(UInt32(i), 0, key: key)
      let radius = (-2 * log(Double((a >> 8) + 1) / 0x1p24)).squareRoot()
      let angle = 2 * Double.pi * Double(b) / 0x1p32
      #expect(abs(Double(pixels[i]) - radius * cos(angle)) < 2e-6)
      if 500 + i < count {
        #expect(abs(Double(pixels[500 + i]) - radius * sin(angle)) < 2e-6)
      }
    }
  }

  @Test func noiseHasTheMomentsOfANormalDistribution() {
    let count = 1 << 20
    let pixels = [Float](unsafeUninitializedCapacity: count) { pixels, filled in
      pixels.initialize(repeating: 0)
      Images.addNoise(1, stream: 5, to: pixels)
      filled = count
    }
    func mean(_ power: Int) -> Double {
      pixels.reduce(0.0) { $0 + pow(Double($1), Double(power)) } / Double(count)
    }
    // Within five standard errors.
    #expect(abs(mean(1)) < 5e-3 && abs(mean(2) - 1) < 7e-3)
    #expect(abs(mean(3)) < 0.02 && abs(mean(4) - 3) < 0.05)
    let beyond = pixels.count { abs($0) > 3 }
    #expect(abs(Double(beyond) / Double(count) - 0.0027) < 3e-4)
    let neighbours = zip(pixels, pixels.dropFirst()).reduce(0.0) { $0 + Double($1.0 * $1.1) }
    #expect(abs(neighbours / Double(count)) < 5e-3)
  }

  @Test(arguments: names) func turnsAndChecks(name: String) throws {
    let kernels = try KernelSets.named(name)
    for channels in 1...7 {
      for symmetry in Int32(0)..<8 {
        let (height, width) = symmetry < 4 ? (5, 9) : (6, 6)
        let image = (0..<height * width * channels).map { Float($0) }
        let results = [reference, kernels].map { kernels in
          var out = [Float](repeating: -1, count: image.count + 3)
          kernels.turnImage(symmetry, height, width, channels, image, &out)
          return out
        }
        #expect(results[0] == results[1])
        #expect(results[0].dropLast(3).sorted() == image && results[0].suffix(3) == [-1, -1, -1])
      }
    }
    for count in [1, 8, 33, 500] {
      for broken in [Float.nan, .infinity, -.infinity] {
        var values = [Float](repeating: -.greatestFiniteMagnitude, count: count)
        #expect(kernels.areFinite(count, values))
        values[count / 2] = broken
        #expect(!kernels.areFinite(count, values))
      }
    }
  }

  /// Resampling is the same bits for any instruction set, missing pixels, grids of one pixel and
  /// what is no number included.
  @Test(arguments: names) func resampling(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 23)
    for round in 0..<60 {
      let (side, size) = (4 + numbers.integer(below: 61), 1 + numbers.integer(below: 66))
      var pixels = (0..<side * side).map { _ in Float(numbers.normal()) }
      for _ in 0..<side { pixels[numbers.integer(below: side * side)] = 0 }
      if round % 4 == 0 { pixels[numbers.integer(below: side * side)] = .nan }
      let bytes = pixels.map(\.bitPattern.bigEndian)
      let axes = (0..<2).map { _ in
        AxisResampling(
          count: size, centre: Double(side / 2) + 3 * numbers.normal(),
          step: 0.5 + numbers.uniform(), length: side)
      }
      let planes = [reference, kernels].map { kernels in
        var plane = [Float](repeating: -7, count: size * size + 1)
        var space = [Float](repeating: .nan, count: (side + 1) * side)
        axes[0].first.withUnsafeBufferPointer { firstColumn in
          axes[1].first.withUnsafeBufferPointer { firstRow in
            axes[0].weights.withUnsafeBufferPointer { across in
              axes[1].weights.withUnsafeBufferPointer { along in
                var description = CKResampling(
                  side: side, size: size, firstColumn: firstColumn.baseAddress,
                  firstRow: firstRow.baseAddress, across: across.baseAddress,
                  along: along.baseAddress, level: 0.25, factor: 1.5, hasHoles: round % 2 == 0)
                kernels.resample(&description, bytes, &space, &plane)
              }
            }
          }
        }
        return plane
      }
      #expect(same(planes[0], planes[1]), "\(side) to \(size)")
      #expect(planes[1].last == -7)
    }
  }

  @Test(arguments: names) func layPlanes(name: String) throws {
    let kernels = try KernelSets.named(name)
    var numbers = RandomNumbers(seed: 24)
    for size in [1, 3, 4, 9, 24, 31] {
      for channels in 1...9 {
        let count = channels * size * size
        var planes = (0..<count).map { _ in Float(numbers.normal()) }
        planes[numbers.integer(below: count)] = .nan
        planes[numbers.integer(below: count)] = .infinity
        let factors = (0..<2).map { _ in (0..<channels).map { _ in Float(numbers.uniform()) } }
        let taper = (0..<size).map { _ in Float(numbers.uniform()) }
        let images = [reference, kernels].map { kernels in
          var image = [Float](repeating: -7, count: count + 1)
          kernels.layPlanes(size, channels, planes, factors[0], factors[1], taper, &image)
          return image
        }
        #expect(same(images[0], images[1]) && images[1].last == -7, "\(size), \(channels)")
        let (channel, y, x) = (channels / 2, size / 3, size - 1)
        let value = planes[(channel * size + y) * size + x] * factors[0][channel]
        let wanted = min(max(value, -1), 1.5) * (taper[x] * (factors[1][channel] * taper[y]))
        #expect(same([images[1][(y * size + x) * channels + channel]], [wanted]))
      }
    }
  }

  /// The same numbers, bit for bit but for the signs of zeros and what kind of NaN it is.
  private func same(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  @Test func peakIsARate() {
    let peak = Processor.measuredPeak()
    #expect(peak > 1e8 && peak < 1e12)
  }
}
