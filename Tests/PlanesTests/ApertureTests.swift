import Foundation
import Planes
import TestSupport
import Testing

/// The light of a source is its own, whatever sky it stands on and whoever stands beside it.
@Suite struct ApertureTests {
  private static let flux = 800.0
  private static let apertures: [Aperture] = [
    .circle(radius: 7), .ellipse(a: 8, b: 6, theta: 0.7),
  ]

  /// Two stars some pixels apart on a sky, and which pixels are whose: those nearer to it, as far as it shines.
  private func pair(
    apart: Double, sky: Float, hole: Bool = false
  ) -> (plane: PixelPlane, segments: Segmentation) {
    var painted = PaintedSky()
    painted.stars = [
      .init(x: 80, y: 70, flux: Self.flux), .init(x: 80 + apart, y: 70.3, flux: Self.flux),
    ]
    (painted.noise, painted.level) = (0.3, sky)
    if hole { painted.holes = [("r", 190..<191, 150..<151)] }
    let plane = painted.plane("r")
    let numbers = (0..<plane.width * plane.height).map { place -> Int32 in
      let (x, y) = (Double(place % plane.width), Double(place / plane.width))
      let distances = painted.stars.map { hypot(x - $0.x, y - $0.y) }
      guard let least = distances.min(), least < 6.5 else { return 0 }
      return Int32((distances.firstIndex(of: least) ?? 0) + 1)
    }
    return (plane, Segmentation(width: plane.width, height: plane.height, numbers: numbers))
  }

  @Test(arguments: [6.0, 7, 8, 9, 10.5, 12, 30])
  func aNeighbourAndTheSkyAddNothing(apart: Double) {
    for aperture in Self.apertures {
      let alone = pair(apart: 60, sky: 0)
      let own = aperture.sum(x: 80, y: 70, in: alone.plane, of: (1, alone.segments)).flux
      #expect(abs(own / Self.flux - 1) < 0.02)
      for sky in [Float(0), 100, 1000, -50] {
        for hole in [false, true] {
          let (plane, segments) = pair(apart: apart, sky: sky, hole: hole)
          let sum = aperture.sum(x: 80, y: 70, in: plane, sky: sky, of: (1, segments))
          #expect(abs(sum.flux / own - 1) < 0.03, "\(sum.flux) at \(apart) on \(sky)")
          #expect(CutoutFlags(sep: sum.flags) == [])
        }
      }
    }
  }

  /// Pixels of 1 around a centre between pixels: what is replaced changes nothing, wherever it lies.
  @Test func whatIsReplacedIsWhatLiesOpposite() {
    let side = 31
    func sum(_ aperture: Aperture, sky: Float, hidden: [Int]) -> Aperture.Sum {
      var pixels = (0..<side * side).map { place -> Float in
        let distance = hypot(Double(place % side) - 15, Double(place / side) - 15)
        return sky + Float(exp(-distance * distance / 18))
      }
      for place in hidden { pixels[place] = .nan }
      return aperture.sum(
        x: 15, y: 15, in: PixelPlane(width: side, height: side, pixels: pixels), sky: sky)
    }
    for aperture in [Aperture.circle(radius: 8), .ellipse(a: 9, b: 5, theta: -0.4)] {
      for sky in [Float(0), 64] {
        let whole = sum(aperture, sky: sky, hidden: []).flux
        // One side; a pixel and its opposite, where the ring tells.
        for hidden in [[12 * side + 18, 13 * side + 18], [15 * side + 18, 15 * side + 12]] {
          let found = sum(aperture, sky: sky, hidden: hidden)
          #expect(abs(found.flux / whole - 1) < 0.005, "\(found.flux) of \(whole)")
          #expect(CutoutFlags(sep: found.flags) == .uncertainFlux)
        }
        let far = sum(aperture, sky: sky, hidden: [0])
        #expect(far.flux == whole && far.flags == 0)
      }
    }
    let nothing = sum(.circle(radius: 5), sky: 3, hidden: Array(0..<side * side))
    #expect(nothing.flux.isNaN && CutoutFlags(sep: nothing.flags) == .uncertainFlux)
  }

  /// Variances: a pixel that is counted twice brings four times its own.
  @Test func variancesOfWhatIsCountedTwiceAreFourfold() {
    let side = 31
    var variances = [Float](repeating: 2, count: side * side)
    let aperture = Aperture.circle(radius: 8)
    func sum() -> Double {
      aperture.sum(
        x: 15, y: 15, in: PixelPlane(width: side, height: side, pixels: variances),
        isVariance: true
      ).flux
    }
    let whole = sum()
    variances[15 * side + 18] = .nan
    #expect(abs(sum() - (whole + 4)) < 1e-3)
  }

  @Test(arguments: [Double.nan, .infinity, 1e12, -40, 500])
  func placesOutsideHoldNothing(x: Double) {
    let plane = PixelPlane(width: 20, height: 20, pixels: Array(repeating: 1, count: 400))
    for aperture in Self.apertures + [.circle(radius: .nan), .circle(radius: 1e9)] {
      #expect(aperture.sum(x: x, y: 5, in: plane).flux.isNaN)
    }
  }

  /// Detection and what it measures do not know the level of the sky, nor of a hole far away.
  @Test func detectionsAreTheSameOnAnySky() throws {
    func detections(_ sky: Float, hole: Bool) throws -> [Detection] {
      let plane = pair(apart: 8, sky: sky, hole: hole).plane
      return try SourceDetector().detect(
        in: plane, background: Background(of: plane, name: "a sky"), name: "a sky"
      ).filter { abs($0.y - 70) < 3 && $0.x < 95 && $0.x > 70 }.sorted { $0.x < $1.x }
    }
    let plain = try detections(0, hole: false)
    #expect(plain.count == 2)
    for (sky, hole) in [(Float(0), true), (100, false), (1000, true), (-50, false)] {
      let found = try detections(sky, hole: hole)
      #expect(found.count == 2)
      for (one, other) in zip(plain, found) {
        #expect(abs(one.flux - Self.flux) < 0.05 * Self.flux)
        #expect(abs(one.flux - other.flux) < 0.005 * Self.flux)
        #expect(abs(one.halfLightRadius - other.halfLightRadius) < 0.02)
        #expect(one.flags == other.flags)
      }
    }
  }
}
