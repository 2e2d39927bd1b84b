import Foundation
import Sources
import Testing

@Suite struct PixelCircleTests {
  @Test(arguments: [1.0, 1.6, 4.1, 8.0])
  func `on a flat picture it measures the circle's area`(radius: Double) {
    let plane = [Float](repeating: 1, count: 32 * 32)
    for (x, y) in [(15.0, 15.0), (15.5, 16.25), (14.1, 15.9)] {
      let flux = PixelCircle(x: x, y: y, radius: radius).flux(of: plane, size: 32)
      #expect(abs(flux / (.pi * radius * radius) - 1) < 0.015)
    }
  }

  /// A circle of radius 1.6 around a pixel's centre holds it and its four neighbours whole, but
  /// none of the corners of the diagonal ones.
  @Test func `pixels count by the part that lies inside`() {
    let aperture = PixelCircle(x: 5, y: 5, radius: 1.6)
    #expect(aperture.overlap(column: 5, row: 5) == 1)
    #expect((0.9...1).contains(aperture.overlap(column: 6, row: 5)))
    #expect((0.3...0.75).contains(aperture.overlap(column: 6, row: 6)))
    #expect((0.02...0.2).contains(aperture.overlap(column: 7, row: 5)))
    #expect(aperture.overlap(column: 7, row: 7) == 0)
  }

  @Test func `a missing pixel or an edge inside makes it NaN`() {
    var plane = [Float](repeating: 1, count: 100)
    plane[55] = .nan
    #expect(PixelCircle(x: 5, y: 5, radius: 2).flux(of: plane, size: 10).isNaN)
    #expect(PixelCircle(x: 2, y: 2, radius: 2).flux(of: plane, size: 10).isFinite)
    #expect(PixelCircle(x: 1, y: 5, radius: 3).flux(of: plane, size: 10).isNaN)
  }

  @Test(arguments: [1.5, 1.8, 2.2])
  func `half of a Gaussian lies within 1.1774 standard deviations`(deviation: Double) {
    let plane = (0..<(48 * 48)).map { index -> Float in
      let (dx, dy) = (Double(index % 48) - 24.3, Double(index / 48) - 23.8)
      return Float(exp(-(dx * dx + dy * dy) / (2 * deviation * deviation)))
    }
    let curve = GrowthCurve(of: plane, size: 48, x: 24.3, y: 23.8)
    #expect(abs(curve.halfLightRadius / (1.1774 * deviation) - 1) < 0.05)
    let brighter = GrowthCurve(of: plane.map { 40 * $0 }, size: 48, x: 24.3, y: 23.8)
    #expect(abs(brighter.halfLightRadius - curve.halfLightRadius) < 1e-5)
  }
}
