import Cutouts
import Files
import Labels
import Segments
import Simulation
import Tensors
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

  /// Fields of which somebody has made maps teach beside those that are labelled; which tiles are labelled stays.
  @Test func `fields without a map are refused, or passed over`() throws {
    try withTemporaryFolder { folder in
      for (name, seed) in [("ours", UInt64(9)), ("others", 10)] {
        var settings = SurveySimulator.Settings(fields: 2, seed: seed)
        (settings.width, settings.height) = (200, 180)
        _ = try SurveySimulator(settings).write(
          to: "\(folder)/\(name)", mapsTo: "\(folder)/\(name)-maps", workers: .all, provenance: nil)
      }
      let stretch = try Stretch(
        .asinh, bands: ["u", "g", "r", "i", "z"], cutoutSize: 64, pixelScale: 0.396,
        typicalNoise: [1, 1, 1, 1, 1])
      func tiles(
        _ frames: [String], _ maps: String, passesOver: Bool = false
      ) throws -> SegmentationTiles {
        try SegmentationTiles(
          frames: frames.map { "\(folder)/\($0)" }, maps: ["\(folder)/\(maps)"],
          passesOver: passesOver, stretch: stretch, count: 4, side: 64, seed: 3, workers: .all)
      }
      let alone = try tiles(["ours"], "ours-maps")
      let among = try tiles(["others", "ours"], "ours-maps", passesOver: true)
      #expect(among.names == alone.names && among.labels == alone.labels)
      #expect(among.images.values == alone.images.values)
      #expect(throws: SurveyError.self) { try tiles(["others", "ours"], "ours-maps") }
      let said = sentence { _ = try tiles(["others"], "ours-maps", passesOver: true) }
      #expect(
        said.replacingOccurrences(of: folder, with: "D").hasPrefix(
          "cannot find a label map of any of the 2 fields among D/ours-maps; name maps after their fields, map-1000"
        ))
    }
  }

  /// Tiles of so many pixels of a class and a value each.
  private static func tiles(
    _ count: Int, value: Float, label: UInt8, classes: [String] = ["sky", "star"]
  ) -> SegmentationTiles {
    let area = 16 * 16
    return SegmentationTiles(
      images: Tensor(
        (0..<count * area).map { value + Float($0 / area) }, shape: [count, 16, 16, 1]),
      labels: [UInt8](repeating: label, count: count * area), classes: classes,
      names: (0..<count).map { "\(value) \($0)" }, side: 16)
  }

  @Test(arguments: [(1, 1), (2, 7), (3, 4), (5, 2), (4, 256)])
  func `labelled tiles are shown about as often as those with pseudo-labels`(
    own: Int, beside: Int
  ) throws {
    let set = try LabelledTiles(
      Self.tiles(own, value: 1000, label: 1),
      pseudoLabelled: Self.tiles(beside, value: 2000, label: 0))
    #expect(set.count == set.repeats * own + beside)
    #expect(set.repeats >= 1 && 2 * abs(set.repeats * own - beside) <= max(own, 2 * (own - beside)))
    var shown: [Float: Int] = [:]
    let labels = set.labels.rows(
      Array(0..<set.count), symmetries: Array(repeating: 0, count: set.count))
    for index in 0..<set.count {
      var pixels = [Float](repeating: 0, count: 256)
      pixels.withUnsafeMutableBufferPointer { set.fill($0, with: [index]) }
      let isOwn = pixels[0] < 2000
      #expect(pixels.allSatisfy { $0 == pixels[0] })
      #expect(labels.values[index * 256] == (isOwn ? 1 : 0))
      #expect(set.identifier(of: index).hasPrefix(isOwn ? "1000" : "2000"))
      shown[pixels[0], default: 0] += 1
    }
    #expect(shown.count == own + beside)
    #expect(shown.allSatisfy { $0.value == ($0.key < 2000 ? set.repeats : 1) })
  }

  @Test func `labels and pseudo-labels of other classes are not learned together`() {
    let said = sentence {
      _ = try LabelledTiles(
        Self.tiles(1, value: 0, label: 1),
        pseudoLabelled: Self.tiles(1, value: 0, label: 1, classes: ["sky", "sun"]))
    }
    #expect(
      said
        == "cannot learn from labels and pseudo-labels together: their classes are sky,star and sky,sun; "
        + "give maps of the same classes"
    )
  }
}
