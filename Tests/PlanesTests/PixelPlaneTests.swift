import Planes
import Testing

@Suite struct PixelPlaneTests {
  /// Wherever they lie: what no light can be is missing, as if it were no number.
  @Test(arguments: [Float.nan, .infinity, -.infinity, 3e38, -1e30, 1e15, -9.2e18])
  func whatIsNoLightIsMissing(value: Float) {
    for count in [1, 7, 8, 9, 24, 31] {
      for place in 0..<count {
        var pixels = [Float](repeating: 5e14, count: count)
        pixels[place] = value
        let plane = PixelPlane(width: count, height: 1, pixels: pixels)
        #expect(plane.missing?.map(Int.init) == (0..<count).map { $0 == place ? 1 : 0 })
        #expect(plane.pixels.indices.allSatisfy { plane.pixels[$0].isNaN == ($0 == place) })
        #expect(plane.unphysicalCount == (value.isFinite ? 1 : 0))
      }
    }
  }

  @Test func lightIsKeptAsItIs() {
    let pixels: [Float] = [
      0, -9999, 9.9e14, -9.9e14, .leastNonzeroMagnitude, -0.0, 1e-30, 65535, 3,
    ]
    let plane = PixelPlane(width: 3, height: 3, pixels: pixels)
    #expect(plane.pixels == pixels && plane.missing == nil && plane.unphysicalCount == 0)
  }

  /// 1/σ² in small units is large.
  @Test func numbersThatAreNoLightMayBeLarge() {
    let plane = PixelPlane(width: 2, height: 2, numbers: [1e34, 1, .nan, 0])
    #expect(plane.pixels[0] == 1e34 && plane.missing == [0, 0, 1, 0])
  }
}
