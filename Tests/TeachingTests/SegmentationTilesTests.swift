import Cutouts
import Labels
import Segments
import Simulation
import TestSupport
import Testing

@testable import Teaching

@Suite struct SegmentationTilesTests {
  @Test func `tiles show what the frame and its map show, and fewer are the first of more`() throws
  {
    try withTemporaryFolder { folder in
      var settings = SurveySimulator.Settings(fields: 2, seed: 9)
      (settings.width, settings.height) = (420, 330)
      _ = try SurveySimulator(settings).write(
        to: "\(folder)/frames", mapsTo: "\(folder)/maps", workers: .all, provenance: nil)
      let stretch = try Stretch(
        .asinh, bands: ["u", "g", "r", "i", "z"], cutoutSize: 64, pixelScale: 0.396,
        typicalNoise: [1, 1, 1, 1, 1])
      func tiles(_ count: Int, seed: UInt64 = 3) throws -> SegmentationTiles {
        try SegmentationTiles(
          frames: ["\(folder)/frames"], maps: ["\(folder)/maps"], stretch: stretch, count: count,
          side: 64, seed: seed, workers: .all)
      }
      let many = try tiles(6)
      let few = try tiles(3)
      #expect(many.classes == ["sky", "star", "galaxy", "artefact"])
      #expect(few.names == Array(many.names[..<3]))
      #expect(few.labels == Array(many.labels[..<(3 * 64 * 64)]))
      #expect(few.images.values == Array(many.images.values[..<few.images.count]))
      #expect(try tiles(6, seed: 4).names != many.names)
      // Fields take turns.
      let fields = many.names.map { $0.split(separator: " ").last }
      #expect(Set(fields).count == 2 && fields[0] == fields[2] && fields[0] != fields[1])
      let seen = try SeenFields(
        ["\(folder)/frames"], stretch: stretch, of: "m", workers: .all)
      for (index, name) in many.names.enumerated() {
        let numbers = name.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        let (x, y) = (numbers[0] - 1, numbers[1] - 1)
        let field = try #require(seen.files.firstIndex { name.hasSuffix($0.id) })
        let image = try seen.image(field)
        let map = try LabelMap(
          reading: LabelMapFiles(["\(folder)/maps"]).path(of: seen.files[field].id), on: image.grid)
        let strip = image.strip(y..<y + 64)
        for row in [0, 17, 63] {
          let own = (index * 64 + row) * 64
          #expect(
            Array(many.labels[own..<own + 64])
              == Array(map.values[(y + row) * map.width + x..<(y + row) * map.width + x + 64]))
          let from = (row * image.width + x) * 5
          #expect(
            Array(many.images.values[own * 5..<(own + 64) * 5]) == Array(strip[from..<from + 320]))
        }
      }
    }
  }
}
