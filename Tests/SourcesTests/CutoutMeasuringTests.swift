import Foundation
import Sources
import Tensors
import Testing

/// The parts that compactness is measured with.
@Suite struct CutoutMeasuringTests {
  private func gaussian(_ x: Double, _ y: Double, size: Int = 64, deviation: Double = 1.4)
    -> [Float]
  {
    (0..<(size * size)).map { index in
      let (dx, dy) = (Double(index % size) - x, Double(index / size) - y)
      return Float(exp(-(dx * dx + dy * dy) / (2 * deviation * deviation)))
    }
  }

  @Test func `the sky's median ignores sources`() throws {
    var random = RandomNumbers(seed: 1)
    var sky = try #require(SkyHistogram(noise: 0.5, guess: 1))
    for index in 0..<4000 {
      let source = index % 5 == 0 ? 3 + 20 * random.uniform() : 0
      sky.add(Float(0.3 + 0.5 * random.normal() + source))
    }
    sky.add(.nan)
    #expect(sky.count == 4000)
    #expect(abs(sky.clippedMedian - 0.3) < 0.05)
    #expect(SkyHistogram(noise: 0, guess: 0) == nil && SkyHistogram(noise: 1, guess: .nan) == nil)
  }

  @Test func `the ridge is the mode and not the mean`() throws {
    var random = RandomNumbers(seed: 2)
    let stars = (0..<60).map { _ in -0.8 + 0.01 * random.normal() }
    let galaxies = (0..<100).map { _ in -1.4 + 0.25 * random.normal() }
    let ridge = try #require(StellarRidge(of: stars + galaxies + [.nan], step: 0.02))
    #expect(abs(ridge.mode + 0.8) < 0.01)
    #expect(ridge.count > 50)
    #expect(StellarRidge(of: [1, 2, .nan, 3, 4], step: 0.1) == nil)
  }

  @Test(arguments: [(0.3, -0.45), (-0.5, 0.5), (0, 0.125)])
  func `a stamp is moved by parts of a pixel`(dx: Double, dy: Double) throws {
    let plane = gaussian(32 + dx, 32 + dy)
    let stamp = try #require(Stamp(of: plane, size: 64, x: 32 + dx, y: 32 + dy, reach: 8))
    let expected = gaussian(8, 8, size: 17)
    let worst = zip(stamp.pixels, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(worst < 0.01)
    #expect(Stamp(of: plane, size: 64, x: 5, y: 32, reach: 8) == nil)
  }

  @Test func `a cutout loses its sky and its neighbour and finds its centre`() {
    let source = gaussian(32.4, 31.7)
    let pixels = zip(source, gaussian(39, 35)).map { 10 * $0 + 8 * $1 + 0.7 }
    let cutout = PreparedCutout(
      pixels: pixels, size: 64, noise: [0.05], offsets: [0.1, 0], stack: [0])
    #expect(abs(cutout.centres[0].x - 32.4) < 0.05 && abs(cutout.centres[0].y - 31.7) < 0.05)
    let light = PixelCircle(x: 32.4, y: 31.7, radius: 9).flux(of: cutout.planes[0], size: 64)
    #expect(abs(light / (10 * 2 * .pi * 1.96) - 1) < 0.06)
  }

  @Test func `what is known of a cutout's sky and centre need not be found again`() {
    var random = RandomNumbers(seed: 3)
    for _ in 0..<5 {
      let (x, y) = (32 + 0.4 * random.normal(), 32 + 0.4 * random.normal())
      var pixels: [Float] = []
      for band in 0..<2 {
        for light in gaussian(x + Double(band), y) {
          let noise: Double = 0.05 * random.normal()
          pixels.append(8 * Float(light) + 0.7 + Float(noise))
        }
      }
      func prepared(_ known: PreparedCutout.Findings?) -> PreparedCutout {
        PreparedCutout(
          pixels: pixels, size: 64, noise: [0.05, 0.05], offsets: [0, 0, 1, 0], stack: [0, 1],
          known: known)
      }
      let first = prepared(nil)
      let again = prepared(first.findings)
      #expect(first.planes == again.planes && first.sky == again.sky)
      #expect(abs(first.sky[0] - 0.7) < 0.01 && first.findings.sky == first.sky)
      for band in 0..<2 { #expect(first.centres[band] == again.centres[band]) }
    }
  }

  @Test func `a point spread comes from the median of stars`() throws {
    let stars = [0.2, -0.3, 0.45, 0].compactMap { dx in
      Stamp(of: gaussian(32 + dx, 32), size: 64, x: 32 + dx, y: 32, reach: 11)
    }
    let spread = try #require(FieldPointSpread(medianOf: stars))
    #expect(spread.count == 4)
    #expect(abs(spread.width / (2.3548 * 1.4) - 1) < 0.04)
    #expect(abs(spread.stamp.pixels.reduce(0, +) - 1) < 1e-4)
    #expect(FieldPointSpread(medianOf: Array(stars[0..<2])) == nil)
    #expect(abs(FieldPointSpread(gaussianOfWidth: 3.2).width / 3.2 - 1) < 0.04)
  }
}
