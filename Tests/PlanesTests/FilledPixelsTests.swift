import Planes
import Tensors
import Testing

/// 100 × 80 pixels of noise, some columns filled with one value.
@Suite struct FilledPixelsTests {
  private func plane(
    sky: Float, columns: Int, filling: Float, noise: Float = 0.3, whole: Bool = false
  ) -> PixelPlane {
    var numbers = RandomNumbers(seed: 3)
    return PixelPlane(
      width: 100, height: 80,
      pixels: (0..<8000).map { index in
        guard index % 100 >= columns else { return filling }
        let light = sky + noise * Float(numbers.normal())
        return whole ? light.rounded() : light
      })
  }

  @Test(arguments: [(0, 0), (1000, 0), (0, -99), (1000, 1000)] as [(Float, Float)])
  func whatWasFilledIsMissing(sky: Float, filling: Float) {
    for columns in [2, 30, 60, 94] {
      let (found, share) = plane(sky: sky, columns: columns, filling: filling).leavingOutFilling()
      #expect(share == Double(columns) / 100)
      #expect(found.pixels.count { $0.isNaN } == 80 * columns, "\(columns) columns")
      #expect((0..<80).allSatisfy { !found.pixels[$0 * 100 + columns].isNaN })
    }
  }

  @Test func lightIsLeftAlone() {
    #expect(plane(sky: 0, columns: 0, filling: 0).leavingOutFilling().share == nil)
    // Counts: with little noise most pixels are alike, and beside each other.
    for noise in [0.1, 0.3, 3] as [Float] {
      let counts = plane(sky: 5, columns: 0, filling: 0, noise: noise, whole: true)
      #expect(counts.leavingOutFilling().share == nil, "noise \(noise)")
    }
    // A plane of nothing but one value tells nothing.
    #expect(plane(sky: 0, columns: 100, filling: 7).leavingOutFilling().share == nil)
    // Single pixels of one value, as where negative light was set to 0.
    var numbers = RandomNumbers(seed: 4)
    let cut = PixelPlane(
      width: 100, height: 80, pixels: (0..<8000).map { _ in max(0, 1 + Float(numbers.normal())) })
    #expect(cut.leavingOutFilling().share == nil)
  }

  /// Where stars are full all pixels have the largest value.
  @Test func saturationIsNoFilling() {
    let full = plane(sky: 0, columns: 3, filling: 60_000).leavingOutFilling()
    #expect(full.share == nil)
  }

  /// Stars on a sky without noise: most pixels are the sky, exactly.
  @Test func aSkyWithoutNoiseIsNoFilling() {
    let plane = PixelPlane(
      width: 100, height: 80,
      pixels: (0..<8000).map { index in
        let (x, y) = (Double(index % 100) - 40, Double(index / 100) - 40)
        let square = x * x + y * y
        return square < 900 ? Float(100 * Kernel.gauss(square / 60)) : 0
      })
    #expect(plane.leavingOutFilling().share == nil)
  }

  @Test func whatIsMissingAlreadyStaysSo() {
    var pixels = plane(sky: 0, columns: 40, filling: 0).pixels
    pixels[99] = .nan
    let (found, share) = PixelPlane(width: 100, height: 80, pixels: pixels).leavingOutFilling()
    #expect(share == 0.4 && found.pixels.count { $0.isNaN } == 3201)
  }
}

private enum Kernel {
  /// exp(−x), which falls to nothing far from the star.
  static func gauss(_ x: Double) -> Double { x > 80 ? 0 : 1 / (1 + x + x * x / 2 + x * x * x / 6) }
}
