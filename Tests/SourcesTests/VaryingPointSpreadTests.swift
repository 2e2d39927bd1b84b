import Foundation
import Simulation
import Sources
import Tensors
import Testing

/// Point spreads that change over a field, on made-up stars whose shapes are known.
@Suite struct VaryingPointSpreadTests {
  private static func places(_ count: Int, _ random: inout RandomNumbers) -> [SIMD2<Double>] {
    (0..<count).map { _ in
      SIMD2(random.uniform(in: 0..<2000), random.uniform(in: 0..<1500))
    }
  }

  @Test(arguments: [0, 1, 2])
  func `a trend has the order of what it was made of`(order: Int) {
    var random = RandomNumbers(seed: 5)
    var right = 0
    for _ in 0..<30 {
      let places = Self.places(60, &random)
      func truth(_ p: SIMD2<Double>) -> Double {
        let (x, y) = (p.x / 1000 - 1, p.y / 750 - 1)
        return 0.3 + (order > 0 ? 0.05 * x - 0.04 * y : 0) + (order > 1 ? 0.06 * x * y : 0)
      }
      var values: [Double] = []
      for place in places { values.append(truth(place) + 0.01 * random.normal()) }
      let trend = PlaceTrend(values, at: places)
      if trend.order == order { right += 1 }
      guard trend.order == order else { continue }
      for place in places { #expect(abs(trend.at(place) - truth(place)) < 0.03) }
    }
    #expect(right >= 22)
  }

  @Test func `a few spoilt values do not bend a trend, and few values make none`() {
    var random = RandomNumbers(seed: 6)
    let places = Self.places(40, &random)
    var values: [Double] = []
    for place in places { values.append(0.1 * (place.x / 1000 - 1) + 0.005 * random.normal()) }
    values[3] += 3
    values[20] -= 2
    let trend = PlaceTrend(values, at: places, highest: 1)
    #expect(abs(trend.at(SIMD2(0, 700)) + 0.1) < 0.02)
    #expect(abs(trend.at(SIMD2(2000, 700)) - 0.1) < 0.02)
    let few = PlaceTrend(Array(values[5..<12]), at: Array(places[5..<12]))
    #expect(few.order == 0)
    #expect(trend.at(SIMD2(.nan, 3)).isFinite)
  }

  /// A Gaussian star of this shape in the middle of a stamp.
  private func star(_ shape: StampShape) -> Stamp {
    let determinant = shape.xx * shape.yy - shape.xy * shape.xy
    var pixels: [Float] = []
    for y in -11...11 {
      for x in -11...11 {
        let (x, y) = (Double(x), Double(y))
        let distance =
          (shape.yy * x * x - 2 * shape.xy * x * y + shape.xx * y * y) / determinant
        pixels.append(Float(exp(-distance / 2) / (2 * .pi * determinant.squareRoot())))
      }
    }
    return Stamp(reach: 11, pixels: pixels)
  }

  @Test(arguments: [(1.3, 0.0, 0.0), (1.6, 0.1, -0.05), (2.2, -0.15, 0.12)])
  func `the shape of a Gaussian star is its own`(size: Double, e1: Double, e2: Double) throws {
    let shape = StampShape(size: size, e1: e1, e2: e2)
    #expect(abs(shape.size - size) < 1e-9 && abs(shape.e1 - e1) < 1e-9 && abs(shape.e2 - e2) < 1e-9)
    let seen = try #require(StampShape(of: star(shape), window: 2.5))
    #expect(abs(seen.size / size - 1) < 0.004)
    #expect(abs(seen.e1 - e1) < 0.004 && abs(seen.e2 - e2) < 0.004)
    let round = StampShape(size: 1.6, e1: 0, e2: 0)
    let stretched = star(round).stretched(by: round.change(to: shape))
    let new = try #require(StampShape(of: stretched, window: 2.5))
    // Interpolation between pixels leaves out a seventh of a small ellipticity.
    #expect(abs(new.size / size - 1) < 0.012)
    #expect(abs(new.e1 - e1) < 0.02 && abs(new.e2 - e2) < 0.02)
  }

  @Test func `stars of a tilted field tell its point spread at every place`() throws {
    var random = RandomNumbers(seed: 8)
    func truth(_ place: SIMD2<Double>) -> StampShape {
      let (x, y) = (place.x / 1000 - 1, place.y / 750 - 1)
      return StampShape(size: 1.5 * (1 + 0.05 * x), e1: 0.02 + 0.05 * y, e2: -0.04 * x)
    }
    let places = Self.places(50, &random)
    let stars = places.map { place in
      var stamp = star(truth(place))
      for index in stamp.pixels.indices { stamp.pixels[index] += Float(1e-4 * random.normal()) }
      return (stamp: stamp, place: place)
    }
    let mean = try #require(FieldPointSpread(medianOf: stars.map(\.stamp)))
    let spread = VaryingPointSpread(mean, stars: stars)
    #expect(spread.varies)
    for place in [SIMD2(100.0, 100.0), SIMD2(1900, 1400), SIMD2(1000, 750), SIMD2(1900, 100)] {
      let seen = try #require(StampShape(of: spread.at(place).stamp, window: 2.5))
      let expected = truth(place)
      #expect(abs(seen.size / expected.size - 1) < 0.01)
      #expect(abs(seen.e1 - expected.e1) < 0.012 && abs(seen.e2 - expected.e2) < 0.012)
      #expect(abs(spread.width(at: place) / mean.width / (expected.size / 1.5) - 1) < 0.012)
      #expect(abs(spread.at(place).stamp.pixels.reduce(0, +) - 1) < 1e-4)
    }
    let level = places.map { (stamp: star(StampShape(size: 1.5, e1: 0, e2: 0)), place: $0) }
    #expect(!VaryingPointSpread(mean, stars: level).varies)
  }
}
