import Foundation
import Simulation
import Testing

@Suite struct EllipticalGaussianTests {
  private func painted(_ gaussian: EllipticalGaussian, width: Int = 61, height: Int = 53)
    -> [Float]
  {
    var pixels = [Float](repeating: 0, count: width * height)
    pixels.withUnsafeMutableBufferPointer {
      gaussian.paint(on: $0, width: width, height: height, floor: 1e-12)
    }
    return pixels
  }

  @Test(arguments: [(2.0, 0.0, 2.0), (3.0, 1.2, 1.5), (1.0, -0.6, 4.0), (0.6, 0, 0.6)])
  func `recurrences give the same values as exponentials`(xx: Double, xy: Double, yy: Double) {
    let gaussian = EllipticalGaussian(amplitude: 7, x: 30.3, y: 25.8, xx: xx, xy: xy, yy: yy)
    let pixels = painted(gaussian)
    let determinant = xx * yy - xy * xy
    var worst = 0.0
    for row in 0..<53 {
      for column in 0..<61 {
        let (dx, dy) = (Double(column) - 30.3, Double(row) - 25.8)
        let distance = (yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant
        let expected = distance < 36 ? gaussian.peak * exp(-distance / 2) : 0
        worst = max(worst, abs(expected - Double(pixels[row * 61 + column])))
      }
    }
    #expect(worst < 2e-6 * gaussian.peak)
  }

  @Test func `its pixels add to its amplitude`() {
    let gaussian = EllipticalGaussian(amplitude: 12, x: 30, y: 26, xx: 4, xy: 1, yy: 3)
    let sum = painted(gaussian).reduce(0.0) { $0 + Double($1) }
    #expect(abs(sum - 12) < 1e-4)
  }

  @Test(arguments: [(-500.0, 20.0), (20, 900), (-3, -3), (63, 55), (.nan, 3), (30, -.infinity)])
  func `parts beyond the edges are left out`(x: Double, y: Double) {
    let pixels = painted(EllipticalGaussian(amplitude: 1, x: x, y: y, xx: 4, xy: 0, yy: 4))
    #expect(pixels.allSatisfy { $0.isFinite && $0 >= 0 })
    #expect(pixels.reduce(0, +) < 0.1)
  }

  @Test func `smearing adds covariances and multiplies amplitudes`() {
    let one = EllipticalGaussian(amplitude: 2, x: 3, y: 4, xx: 1, xy: 0.5, yy: 2)
    let other = EllipticalGaussian(amplitude: 5, xx: 3, xy: -0.25, yy: 1)
    let both = one.convolved(with: other)
    #expect((both.amplitude, both.x, both.y) == (10, 3, 4))
    #expect((both.xx, both.xy, both.yy) == (4, 0.25, 3))
  }
}
