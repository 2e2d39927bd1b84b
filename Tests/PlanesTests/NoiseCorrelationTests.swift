import Planes
import Tensors
import TestSupport
import Testing

@Suite struct NoiseCorrelationTests {
  private static let side = 400

  /// A sky of independent pixels, or each the mean of `smoothing`² of them.
  private func sky(_ smoothing: Int, level: Float = 20, seed: UInt64 = 3) -> PixelPlane {
    let side = Self.side
    var random = RandomNumbers(seed: seed)
    let raw = (0..<side * side).map { _ in Float(random.normal()) }
    let pixels = (0..<side * side).map { place -> Float in
      var sum: Float = 0
      for dy in 0..<smoothing {
        for dx in 0..<smoothing {
          sum += raw[((place / side + dy) % side) * side + (place + dx) % side]
        }
      }
      return level + sum / Float(smoothing)
    }
    return PixelPlane(width: side, height: side, pixels: pixels)
  }

  /// The error that the correlation gives is how much sums over apertures do vary.
  @Test(arguments: [1, 2, 3])
  func sumsVaryAsTheyAreSaidTo(smoothing: Int) throws {
    let plane = sky(smoothing)
    let background = try Background(of: plane, name: "a sky")
    let correlation = background.correlation(in: plane, apartFrom: nil)
    if smoothing == 1 { #expect(correlation < 1.15) }
    let aperture = Aperture.circle(radius: 5)
    var (squares, area, count) = (0.0, 0.0, 0.0)
    for y in stride(from: 10.0, to: 390, by: 12) {
      for x in stride(from: 10.0, to: 390, by: 12) {
        let sum = aperture.sum(
          x: x, y: y, in: plane, sky: background.level(x: Int(x), y: Int(y)))
        squares += sum.flux * sum.flux
        (area, count) = (sum.area, count + 1)
      }
    }
    let told = (correlation * area).squareRoot() * Double(background.noise)
    let found = (squares / count).squareRoot()
    #expect(abs(told / found - 1) < 0.2, "told \(told), found \(found)")
  }

  @Test func sourcesTakeNoPart() throws {
    let plane = sky(1)
    let background = try Background(of: plane, name: "a sky")
    // Sources everywhere but in a few places: nothing to measure on.
    let numbers = (0..<Self.side * Self.side).map { Int32($0 % 3 == 0 ? 1 : 0) }
    let covered = Segmentation(width: Self.side, height: Self.side, numbers: numbers)
    #expect(background.correlation(in: plane, apartFrom: covered) == 1)
  }
}
