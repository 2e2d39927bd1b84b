import Cutouts
import Planes
import Tensors
import Testing

@Suite struct CutoutWindowTests {
  /// Worked out by hand from astropy's rule: the first column is ⌈x − n/2⌉.
  @Test(arguments: [
    (100.0, 68, 0.0), (100.25, 69, -0.75), (99.75, 68, -0.25), (100.5, 69, -0.5),
    (31.5, 0, -0.5), (0.0, -32, 0.0), (-0.5, -32, -0.5), (-40.0, -72, 0.0),
  ])
  func beginsWhereAstropyDoes(x: Double, column: Int, offset: Double) throws {
    let window = try #require(CutoutWindow(size: 64, x: x, y: 2 * x))
    #expect(window.column == column)
    #expect(window.offsetX == Float(offset))
  }

  @Test func thePositionIsAlwaysFirstPixelPlusHalfPlusOffset() throws {
    var random = RandomNumbers(seed: 2)
    for size in [8, 32, 64] {
      for _ in 0..<500 {
        let (x, y) = (random.uniform(in: -50..<3000), random.uniform(in: -50..<3000))
        let window = try #require(CutoutWindow(size: size, x: x, y: y))
        #expect(window.offsetX > -1 && window.offsetX <= 0)
        #expect(window.offsetY > -1 && window.offsetY <= 0)
        #expect(abs(Double(window.column + size / 2) + Double(window.offsetX) - x) < 1e-6)
        #expect(abs(Double(window.row + size / 2) + Double(window.offsetY) - y) < 1e-6)
      }
    }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func meaninglessPositionsHaveNone(x: Double) {
    #expect(CutoutWindow(size: 64, x: x, y: 10) == nil)
    #expect(CutoutWindow(size: 64, x: 10, y: x) == nil)
  }

  @Test func copiesWhatIsThereAndFillsTheRestWithZero() throws {
    var pixels = (0..<12 * 10).map { Float($0 + 1) }
    pixels[3 * 12 + 2] = .nan
    let plane = PixelPlane(width: 12, height: 10, pixels: pixels)
    for (x, y) in [(2.0, 1.0), (6, 5), (11, 9), (-3, -3), (14.2, 3), (50, 50), (-50, 4)] {
      let window = try #require(CutoutWindow(size: 8, x: x, y: y))
      let cutout = Array<Float>(unsafeUninitializedCapacity: 64) { buffer, count in
        buffer.initialize(repeating: -1)
        window.copy(from: plane, to: UnsafeMutableBufferPointer(rebasing: buffer[..<64]))
        count = 64
      }
      var (outside, missing) = (0, 0)
      for row in 0..<8 {
        for column in 0..<8 {
          let (sourceX, sourceY) = (window.column + column, window.row + row)
          let inside = (0..<12).contains(sourceX) && (0..<10).contains(sourceY)
          let value = inside ? pixels[sourceY * 12 + sourceX] : 0
          if !inside { outside += 1 }
          if value.isNaN { missing += 1 }
          #expect(cutout[row * 8 + column] == (value.isNaN ? 0 : value))
        }
      }
      let losses = window.losses(in: plane)
      #expect(losses.outside == outside)
      #expect(losses.missing == missing)
    }
  }
}
