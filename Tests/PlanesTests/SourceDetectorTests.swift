import Planes
import Synchronization
import Tensors
import TestSupport
import Testing

@Suite struct SourceDetectorTests {
  private func detect(_ sky: PaintedSky) throws -> [Detection] {
    let plane = sky.plane("r")
    let background = try Background(of: plane, name: "band r")
    return try SourceDetector().detect(in: plane, background: background, name: "band r")
  }

  private func nearest(_ star: PaintedSky.Star, _ found: [Detection]) -> (Detection, Double)? {
    found.map { ($0, (($0.x - star.x) * ($0.x - star.x) + ($0.y - star.y) * ($0.y - star.y))) }
      .min { $0.1 < $1.1 }.map { ($0.0, $0.1.squareRoot()) }
  }

  @Test func findsEveryBrightStarWithItsPlaceAndFlux() throws {
    var sky = PaintedSky.crowd(6, 4)
    sky.level = 3
    let found = try detect(sky)
    for star in sky.stars {
      let (detection, distance) = try #require(nearest(star, found))
      #expect(distance < 0.05)
      #expect(abs(detection.flux / star.flux - 1) < 0.06)
      // Half of a Gaussian's light lies within 1.1774 σ.
      #expect(abs(detection.halfLightRadius - 1.1774 * star.width) < 0.25)
      #expect(abs(detection.a - star.width) < 0.35)
    }
    #expect(found.count >= sky.stars.count && found.count < sky.stars.count + 8)
  }

  @Test func closeNeighboursAreSeparatedAndFlagged() throws {
    var sky = PaintedSky()
    sky.stars = [.init(x: 80, y: 70), .init(x: 86.5, y: 71), .init(x: 150, y: 100)]
    let found = try detect(sky)
    for star in sky.stars {
      let (detection, distance) = try #require(nearest(star, found))
      #expect(distance < 0.5)
      #expect(detection.flags.contains(.blended) == (star.x < 100))
    }
  }

  /// A bright star at any side of a faint one adds little to its light and its size.
  @Test(arguments: [(10.0, 0.0), (-10, 0), (0, 10), (7, -7), (-6.5, 8)])
  func aNeighboursLightIsLeftOut(_ step: (x: Double, y: Double)) throws {
    var sky = PaintedSky()
    let faint = PaintedSky.Star(x: 100, y: 80, flux: 20)
    sky.stars = [faint]
    let (alone, _) = try #require(nearest(faint, try detect(sky)))
    sky.stars.append(.init(x: 100 + step.x, y: 80 + step.y, flux: 400))
    let (beside, distance) = try #require(nearest(faint, try detect(sky)))
    #expect(distance < 0.5)
    #expect(abs(beside.flux / alone.flux - 1) < 0.15, "\(beside.flux) and \(alone.flux)")
    #expect(abs(beside.halfLightRadius / alone.halfLightRadius - 1) < 0.25)
    // A neighbour's pixels are no missing ones.
    #expect(!beside.flags.contains(.uncertainFlux))
  }

  @Test func sourcesBesideMissingPixelsAreFlagged() throws {
    var sky = PaintedSky()
    sky.stars = [.init(x: 80, y: 70), .init(x: 150, y: 100)]
    sky.holes = [("r", 82..<84, 60..<80)]
    let found = try detect(sky)
    let (beside, _) = try #require(nearest(sky.stars[0], found))
    let (clear, _) = try #require(nearest(sky.stars[1], found))
    #expect(beside.flags.contains(.uncertainFlux))
    #expect(!clear.flags.contains(.uncertainFlux))
    #expect(found.allSatisfy { $0.x.isFinite && $0.flux.isFinite })
  }

  @Test func aStarAtTheEdgeIsTruncated() throws {
    var sky = PaintedSky()
    sky.stars = [.init(x: 0.4, y: 70)]
    let (detection, _) = try #require(nearest(sky.stars[0], try detect(sky)))
    #expect(detection.flags.contains(.truncated))
  }

  /// Sources so close that pixels are dealt out between them by chance: whatever was found before,
  /// on this thread or another, the chance is the same.
  @Test func theSameFrameGivesTheSameSourcesWhateverCameBefore() throws {
    var sky = PaintedSky.crowd(9, 7)
    for star in sky.stars {
      sky.stars.append(.init(x: star.x + 5, y: star.y + 3, flux: star.flux / 2, width: 1.8))
    }
    let crowded = sky
    let first = try detect(crowded)
    #expect(first.count { $0.flags.contains(.blended) } > 40)
    for _ in 0..<3 { #expect(try detect(crowded) == first) }
    let others = Mutex<[[Detection]]>([])
    Workers(threads: 4).forEach(8) { _ in
      if let found = try? detect(crowded) { others.withLock { $0.append(found) } }
    }
    let all = others.withLock { $0 }
    #expect(all.count == 8 && all.allSatisfy { $0 == first })
  }

  /// More bright pixels in one image than SEP allows until it must: half of them here.
  @Test func aCrowdedFrameIsNotTooMuch() throws {
    let side = 1000
    func plane(_ pixel: (Int, Int) -> Float) -> PixelPlane {
      PixelPlane(
        width: side, height: side,
        pixels: (0..<side * side).map { pixel($0 % side, $0 / side) })
    }
    // Vertical bars, none of them whole before the last row.
    let sky = plane { x, y in Float((x * 7919 + y * 104_729) % 101) / 100 }
    let bars = plane { x, _ in x % 50 < 25 ? 20 : 0 }
    let found = try SourceDetector().detect(
      in: bars, background: Background(of: sky, name: "the sky"), name: "bars")
    #expect(found.count == side / 50)
  }

  @Test func emptySkyHasHardlyASource() throws {
    #expect(try detect(PaintedSky()).count < 8)
  }
}
