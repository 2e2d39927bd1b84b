import FITS
import Foundation
import Simulation
import Tensors
import TestSupport
import Testing

/// What truth maps say, held to the light that was drawn.
@Suite struct TruthMapTests {
  private static func settings(_ change: (inout SurveySimulator.Settings) -> Void = { _ in })
    -> SurveySimulator.Settings
  {
    var settings = SurveySimulator.Settings(fields: 1, seed: 5)
    (settings.width, settings.height) = (400, 300)
    (settings.cosmicRays, settings.badColumns, settings.blankRegions) = (0, 0, 0)
    change(&settings)
    return settings
  }

  private struct Drawn {
    let field: SimulatedField
    var frames: [SimulatedFrame]
    let drawn: [DrawnFrame]
    let map: TruthMap

    init(_ settings: SurveySimulator.Settings) throws {
      field = try SimulatedField(0, settings: settings)
      let cameras = SimulatedCamera.all
      frames = cameras.map { [field] in SimulatedFrame(field, camera: $0) }
      var drawn: [DrawnFrame] = []
      for index in frames.indices { drawn.append(try frames[index].drawn()) }
      self.drawn = drawn
      map = try TruthMap(of: field, cameras: cameras, marks: drawn.map(\.marks))
    }
  }

  @Test
  func `a pixel of a source shows at least twice the noise of the sum, a pixel of sky little more`()
    throws
  {
    // One band of the sum is looked at alone: r, whose grid the map is on.
    let seen = try Drawn(Self.settings { $0.galaxyDensity = 2 })
    let noise = Float(seen.frames[2].noise)
    let light = seen.drawn[2].light
    var (own, sky) = (0, 0)
    for place in light.indices where seen.map.classes[place] != 3 {
      if seen.map.segments[place] > 0 {
        own += 1
        // Sources are redder or bluer than the mean, none shines in g or i alone.
        #expect(light[place] > 0.2 * noise)
      } else {
        sky += 1
        #expect(light[place] < 5 * noise)
      }
    }
    #expect(own > 1000 && sky > 50_000)
  }

  @Test func `classes are those of the sources that own the pixels`() throws {
    let seen = try Drawn(Self.settings())
    let byNumber = Dictionary(
      uniqueKeysWithValues: seen.field.sources.map { (Int32($0.number), $0) })
    for place in seen.map.segments.indices where seen.map.classes[place] != 3 {
      let number = seen.map.segments[place]
      guard number > 0 else {
        #expect(seen.map.classes[place] == 0)
        continue
      }
      #expect(seen.map.classes[place] == (byNumber[number]?.isStar == true ? 1 : 2))
    }
  }

  @Test func `of two sources each owns the side where it is brighter`() throws {
    var settings = Self.settings()
    (settings.starDensities, settings.galaxyDensity) = (StarDensities([0]), 0)
    var field = try SimulatedField(0, settings: settings)
    let sky = try WCS(header: field.coordinates.header).sky(x: [100, 110], y: [100, 100])
    field.sources = [18.0, 18.0].enumerated().map { index, r in
      SimulatedSource(
        number: 7 + index, ra: sky[index].ra, dec: sky[index].dec,
        magnitudes: [r + 1, r + 0.5, r, r - 0.2, r - 0.3])
    }
    let none = [[PixelMarks]](repeating: [PixelMarks](repeating: [], count: 400 * 300), count: 5)
    let map = try TruthMap(of: field, cameras: SimulatedCamera.all, marks: none)
    #expect(map.segments[100 * 400 + 100] == 7)
    #expect(map.segments[100 * 400 + 110] == 8)
    #expect(map.segments[100 * 400 + 103] == 7)
    #expect(map.segments[100 * 400 + 107] == 8)
    #expect(map.segments[200 * 400 + 300] == 0)
    #expect(Set(map.classes) == [0, 1])
  }

  @Test func `cosmic rays and trails of any band are artefacts, missing pixels of r have no class`()
    throws
  {
    let seen = try Drawn(
      Self.settings {
        ($0.cosmicRays, $0.trails, $0.blankRegions) = (200, 2, 200)
      })
    let r = seen.drawn[2].marks
    #expect(seen.map.classes.contains(3) && seen.map.classes.contains(255))
    #expect(
      r.contains { $0.contains(.trail) }
        || seen.drawn.contains { $0.marks.contains { $0.contains(.trail) } })
    for place in r.indices {
      if r[place].contains(.missing) {
        #expect(seen.map.classes[place] == 255)
      } else if !r[place].isEmpty {
        #expect(seen.map.classes[place] == 3)
      }
    }
  }

  @Test func `a trail is as bright as asked on its middle and marked where it is above the limit`()
  {
    var pixels = [Float](repeating: 0, count: 40 * 30)
    var marks = [PixelMarks](repeating: [], count: 40 * 30)
    SatelliteTrail(width: 40, height: 30, x: 10, y: 15, angle: 0, brightness: 8, deviation: 1)
      .add(to: &pixels, marks: &marks, above: 1)
    for x in 0..<40 {
      #expect(pixels[15 * 40 + x] == 8)
      #expect(abs(pixels[17 * 40 + x] - 8 * Float(exp(-2.0))) < 1e-6)
      // 8 exp(−2) = 1.083 is above 1, 8 exp(−4.5) = 0.089 is not.
      #expect(marks[17 * 40 + x] == .trail && marks[18 * 40 + x] == [])
    }
  }

  @Test func `trails and maps change nothing else of a survey`() throws {
    try withTemporaryFolder { folder in
      var settings = Self.settings()
      let plain = try SurveySimulator(settings).write(to: "\(folder)/a")
      let mapped = try SurveySimulator(settings).write(
        to: "\(folder)/b", mapsTo: "\(folder)/maps", workers: Workers(threads: 1))
      settings.trails = 5
      let streaked = try SurveySimulator(settings).write(to: "\(folder)/c")
      func bytes(_ paths: [String]) throws -> [Data] {
        try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      }
      #expect(try bytes(plain.frames) == bytes(mapped.frames))
      #expect(try bytes(plain.frames) != bytes(streaked.frames))
      #expect(try bytes([plain.catalog]) == bytes([streaked.catalog]))
      #expect(plain.maps.isEmpty && mapped.maps.count == 1)
      let file = try FITSFile(reading: mapped.maps[0])
      let names = try (1..<file.unitCount).map { try file.header(of: $0).string("EXTNAME") }
      #expect(names == ["CLASS", "SEGMENTS", "SOURCES"])
      let header = try file.header(of: 1)
      #expect(header.int("BITPIX") == 8)
      #expect(header.string("CLASSES") == "sky,star,galaxy,artefact")
      let map = try file.image(of: 1)
      let segments = try file.image(of: 2)
      let table = try file.table(of: 3)
      let numbers = table["NUMBER"]?.ints ?? []
      #expect(Set(segments.pixels.map { Int($0) }).subtracting([0]) == Set(numbers))
      #expect(map.shape == [300, 400] && !numbers.isEmpty)
      // Areas add up to the pixels that are somebody's.
      #expect(table["AREA"]?.ints?.reduce(0, +) == segments.pixels.count { $0 > 0 })
      for unit in 0..<file.unitCount {
        let verdict = file.checksumVerdict(of: unit)
        #expect(verdict == .correct)
      }
    }
  }
}
