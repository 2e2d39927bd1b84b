import Cutouts
import Labels
import Segments
import Simulation
import Sky
import Tensors
import TestSupport
import Testing

@testable import Teaching

@Suite struct SegmentationTilesTests {
  /// Two fields in the folder `name`, their maps in `name`-maps.
  private static func simulate(
    _ name: String, seed: UInt64, width: Int, height: Int, in folder: String
  ) throws {
    var settings = SurveySimulator.Settings(fields: 2, seed: seed)
    (settings.width, settings.height) = (width, height)
    _ = try SurveySimulator(settings).write(
      to: "\(folder)/\(name)", mapsTo: "\(folder)/\(name)-maps", workers: .all, provenance: nil)
  }

  private static func stretch() throws -> Stretch {
    try Stretch(
      .asinh, bands: ["u", "g", "r", "i", "z"], cutoutSize: 64, pixelScale: 0.396,
      typicalNoise: [1, 1, 1, 1, 1])
  }

  @Test func `tiles show what the frame and its map show, and fewer are the first of more`() throws
  {
    try withTemporaryFolder { folder in
      try Self.simulate("frames", seed: 9, width: 420, height: 330, in: folder)
      let stretch = try Self.stretch()
      func tiles(_ count: Int, seed: UInt64 = 3) throws -> SegmentationTiles {
        try SegmentationTiles(
          frames: ["\(folder)/frames"], maps: ["\(folder)/frames-maps"], stretch: stretch,
          count: count,
          side: 64, seed: seed, workers: .all)
      }
      let many = try tiles(6)
      let few = try tiles(3)
      #expect(many.classes == ["sky", "star", "galaxy", "artefact"])
      #expect(few.places == Array(many.places[..<3]))
      #expect(few.labels == Array(many.labels[..<(3 * 64 * 64)]))
      #expect(few.images.values == Array(many.images.values[..<few.images.count]))
      #expect(try tiles(6, seed: 4).places != many.places)
      // Fields take turns.
      let fields = many.places.map(\.field)
      #expect(Set(fields).count == 2 && fields[0] == fields[2] && fields[0] != fields[1])
      let seen = try SeenFields(
        ["\(folder)/frames"], stretch: stretch, of: "m", workers: .all)
      #expect(
        many.places[0].name.hasPrefix(
          "x \(many.places[0].x + 1), y \(many.places[0].y + 1) of field 1000"))
      for (index, place) in many.places.enumerated() {
        let (x, y) = (place.x, place.y)
        let field = try #require(seen.files.firstIndex { $0.id == place.field })
        let image = try seen.image(field)
        let map = try LabelMap(
          reading: LabelMapFiles(["\(folder)/frames-maps"]).path(of: seen.files[field].id),
          on: image.grid)
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

  /// Fields that have maps of another kind are passed over, fields without any are not; which tiles are labelled stays, and tiles
  /// of the other kind keep off them.
  @Test
  func `every field has a map of either kind, and tiles of one kind keep off those of the other`()
    throws
  {
    try withTemporaryFolder { folder in
      try Self.simulate("ours", seed: 9, width: 260, height: 250, in: folder)
      try Self.simulate("others", seed: 10, width: 260, height: 250, in: folder)
      let stretch = try Self.stretch()
      func tiles(
        _ frames: [String], _ maps: String, besides: String? = nil,
        keepingOff taken: SegmentationTiles? = nil
      ) throws -> SegmentationTiles {
        try SegmentationTiles(
          frames: frames.map { "\(folder)/\($0)" }, maps: ["\(folder)/\(maps)"],
          besides: besides.map { ["\(folder)/\($0)"] } ?? [], keepingOff: taken, stretch: stretch,
          count: 4, side: 64, seed: 3, workers: .all)
      }
      let alone = try tiles(["ours"], "ours-maps")
      let among = try tiles(["others", "ours"], "ours-maps", besides: "others-maps")
      #expect(among.places == alone.places && among.labels == alone.labels)
      #expect(among.images.values == alone.images.values)
      // The same seed would take the same tiles.
      let apart = try tiles(["ours"], "ours-maps", keepingOff: alone)
      for place in apart.places {
        let isOff = alone.places.allSatisfy {
          $0.field != place.field || abs($0.x - place.x) >= 64 || abs($0.y - place.y) >= 64
        }
        #expect(isOff, "\(place.name)")
      }
      for besides in [nil, "ours-maps"] {
        let said = sentence { _ = try tiles(["others", "ours"], "ours-maps", besides: besides) }
        #expect(said.hasPrefix("cannot find the label map of field 100010"), "\(said)")
      }
      let said = sentence { _ = try tiles(["others"], "ours-maps", besides: "others-maps") }
      #expect(
        said.replacingOccurrences(of: folder, with: "D").hasPrefix(
          "cannot find a label map of any field among D/ours-maps; name them after their fields, as map-100010"
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
      places: (0..<count).map { .init(field: "\(value)", x: $0, y: 0) }, side: 16)
  }

  @Test(arguments: [(1, 1), (2, 7), (3, 4), (5, 2), (4, 256), (40, 3)])
  func `tiles of both kinds are shown about as often`(own: Int, beside: Int) throws {
    let set = try LabelledTiles(
      Self.tiles(own, value: 1000, label: 1),
      pseudoLabelled: Self.tiles(beside, value: 2000, label: 0))
    var shown: [Float: Int] = [:]
    let labels = set.labels.rows(
      Array(0..<set.count), moved: Array(repeating: .none, count: set.count))
    for index in 0..<set.count {
      var pixels = [Float](repeating: 0, count: 256)
      pixels.withUnsafeMutableBufferPointer { set.fill($0, with: [index]) }
      let isOwn = pixels[0] < 2000
      #expect(pixels.allSatisfy { $0 == pixels[0] })
      #expect(labels.values[index * 256] == (isOwn ? 1 : 0))
      #expect(set.identifier(of: index).hasSuffix(isOwn ? "field 1000.0" : "field 2000.0"))
      shown[pixels[0], default: 0] += 1
    }
    // Every tile, each of a kind as often; of both kinds together as many, to half a round of the smaller kind.
    let (labelled, others) = (shown.filter { $0.key < 2000 }, shown.filter { $0.key >= 2000 })
    #expect(labelled.count == own && others.count == beside)
    #expect(Set(labelled.values) == [set.repeats] && Set(others.values).count == 1)
    let (first, second) = (labelled.values.reduce(0, +), others.values.reduce(0, +))
    #expect(2 * abs(first - second) <= min(own, beside))
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
