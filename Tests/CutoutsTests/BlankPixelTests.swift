import Cutouts
import Foundation
import FITS
import Ingestion
import Sources
import TestSupport
import Testing

/// Pixels that were never seen say nothing, whatever stands in their place.
@Suite struct BlankPixelTests {
  private static let sky: PaintedSky = {
    var sky = PaintedSky.crowd(6, 4)
    sky.level = 5
    sky.holes = [("g", 60..<70, 40..<52), ("r", 120..<123, 90..<160)]
    return sky
  }()

  private func stretched(_ set: CutoutSet, _ kind: Stretch.Kind) throws -> [Float] {
    let data = try StretchedCutouts(set, stretch: Stretch(kind, fittedTo: set))
    var values = [Float](repeating: .nan, count: set.count * data.imageShape.reduce(1, *))
    try values.withUnsafeMutableBufferPointer { try data.fill($0, with: 0..<set.count) }
    return values
  }

  @Test func theFillValueDoesNotMatter() throws {
    try withTemporaryFolder { folder in
      let layouts = Layouts(sky: Self.sky, folder: folder)
      let frames = try Self.sky.write(to: folder)
      let zero = try layouts.ingest(frames, into: "zero").set
      let other = try layouts.ingest(frames, into: "other") { $0.fillValue = -7 }.set
      #expect(zero.records.contains { $0.flags.contains(.missingPixels) })
      for kind in Stretch.Kind.allCases {
        let (one, two) = (try stretched(zero, kind), try stretched(other, kind))
        #expect(one == two, "\(kind)")
        #expect(one.allSatisfy { $0.isFinite })
      }
      // What is missing is sky, and sky is nothing.
      let linear = try stretched(zero, .linear)
      let area = zero.size * zero.size
      var missing = 0
      for index in 0..<zero.count {
        let pixels = zero.cutout(index)
        for place in pixels.indices where zero.missingPixels(of: index).contains(pixels[place]) {
          let (band, pixel) = (place / area, place % area)
          #expect(abs(linear[index * area * 5 + pixel * 5 + band]) < 1e-3)
          missing += 1
        }
      }
      #expect(missing > 1000)
    }
  }

  /// One pixel beyond all light, in a card's reach of every source: told, counted, and without any effect.
  @Test(arguments: [Float(3e38), -1e30, .infinity])
  func onePoisonousPixelIsAHole(value: Float) throws {
    try withTemporaryFolder { folder in
      func ingest(_ value: Float, _ name: String) throws -> (set: CutoutSet, warnings: [String]) {
        try FileManager.default.createDirectory(
          atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        let layouts = Layouts(sky: .crowd(6, 4), folder: "\(folder)/\(name)")
        let paths = try PaintedSky.bands.map { band in
          let plane = layouts.sky.plane(band)
          var pixels = plane.pixels
          if band == "r" { pixels[70 * plane.width + 84] = value }
          var document = FITSDocument()
          document.add(
            Image(shape: [plane.height, plane.width], pixels: pixels),
            header: layouts.sky.header(band))
          let path = "\(folder)/\(name)/frame-\(band)-000094-2-0017.fits"
          try document.write(to: path)
          return path
        }
        var warnings: [String] = []
        let found = try layouts.ingest(paths, into: "set", warn: { warnings.append($0.text) })
        return (found.set, warnings)
      }
      let (hole, poisoned) = (try ingest(.nan, "hole"), try ingest(value, "poison"))
      #expect(hole.set.records.map(\.flux) == poisoned.set.records.map(\.flux))
      #expect(hole.set.records.map(\.flags) == poisoned.set.records.map(\.flags))
      #expect(poisoned.set.records.contains { $0.flags.contains(.missingPixels) })
      for kind in Stretch.Kind.allCases {
        #expect(try stretched(hole.set, kind) == stretched(poisoned.set, kind))
      }
      #expect(hole.warnings.isEmpty)
      let told =
        "1 pixel of band r of field 000094-2-0017 holds more than any light, and is taken for missing"
      #expect(poisoned.warnings == (value.isFinite ? [told] : []))
    }
  }

  /// What a set tells of its nights is what its cutouts show.
  @Test func seeingAndSkyStandInTheSet() throws {
    try withTemporaryFolder { folder in
      let layouts = Layouts(sky: Self.sky, folder: folder)
      let set = try layouts.ingest(Self.sky.write(to: folder), into: "set").set
      let seeing = try Seeing(of: set)
      for (index, record) in set.records.enumerated() {
        #expect(record.seeing == seeing.widths(of: index))
        #expect(record.localSky == seeing.sky(of: index))
      }
      let data = try StretchedCutouts(set, stretch: Stretch(.matched, fittedTo: set))
      #expect(data.seeing == nil)
      let header = try FITSFile(reading: "\(set.folder)/cutouts-00000.fits").header(of: 0)
      let arcseconds = try #require(header.double("SEEING3"))
      #expect(abs(arcseconds - Double(set.records[0].seeing[2]) * set.pixelScale) < 1e-4)
    }
  }
}
