import Cutouts
import FITS
import Foundation
import Segments
import Sky
import Tensors
import TestSupport
import Testing

/// A stand-in for a network: the share of every class by the mean of a square of pixels around, so that it sees
/// `reach` pixels far, as a network does.
private struct Blur: PixelClassifier {
  var classes = ["sky", "star", "galaxy", "artefact"]
  var sizeMultiple = 8
  var reach = 12
  var scale = 200.0

  func probabilities(of images: Tensor) throws -> Tensor {
    let (n, height, width, bands) = (
      images.shape[0], images.shape[1], images.shape[2], images.shape[3]
    )
    var out = Tensor(zeros: [n, height, width, 4])
    let values = images.values
    out.withUnsafeMutableValues { out in
      for image in 0..<n {
        // Sums over all pixels to the left and below.
        var sums = [Double](repeating: 0, count: (height + 1) * (width + 1))
        for y in 0..<height {
          for x in 0..<width {
            let own = Double(values[((image * height + y) * width + x) * bands + 2])
            sums[(y + 1) * (width + 1) + x + 1] =
              own + sums[y * (width + 1) + x + 1] + sums[(y + 1) * (width + 1) + x]
              - sums[y * (width + 1) + x]
          }
        }
        for y in 0..<height {
          for x in 0..<width {
            let (x0, x1) = (max(0, x - reach), min(width, x + reach + 1))
            let (y0, y1) = (max(0, y - reach), min(height, y + reach + 1))
            let sum =
              sums[y1 * (width + 1) + x1] - sums[y0 * (width + 1) + x1]
              - sums[y1 * (width + 1) + x0] + sums[y0 * (width + 1) + x0]
            let share = 1 / (1 + exp(-sum / scale))
            let place = ((image * height + y) * width + x) * 4
            out[place] = Float(1 - share)
            out[place + 1] = Float(0.7 * share)
            out[place + 2] = Float(0.3 * share)
          }
        }
      }
    }
    return out
  }
}

@Suite struct BlendedTilesTests {
  @Test func `where tiles lie makes no difference`() throws {
    try withTemporaryFolder { folder in
      let set = try SimulatedSet(in: folder)
      let stretch = try Stretch(.asinh, fittedTo: set.cutouts)
      let image = try SeenFields([set.frames], stretch: stretch, of: "m", workers: .all).image(0)
      func seen(_ tiles: BlendedTiles) throws -> [Float] {
        var all: [Float] = []
        var next = 0
        try tiles.forEachRow(of: image, by: Blur()) { y, row in
          #expect(y == next)
          next += 1
          all += Array(row)
        }
        #expect(next == image.height)
        return all
      }
      // One tile around everything is what the network says of the whole field.
      let whole = try seen(BlendedTiles(side: 520, multiple: 8))
      #expect(whole.count == image.width * image.height * 4)
      for tiles in [
        try BlendedTiles(side: 128, multiple: 8),
        try BlendedTiles(side: 160, multiple: 8, count: 1),
        try BlendedTiles(side: 128, start: -77, multiple: 8),
        try BlendedTiles(side: 200, start: -90, multiple: 16, count: 3),
      ] {
        let parts = try seen(tiles)
        let most = zip(whole, parts).map { abs($0 - $1) }.max() ?? 1
        #expect(most < 2e-5)
      }
    }
  }

  @Test func `a field becomes maps, a table and a file that says where it lies`() throws {
    try withTemporaryFolder { folder in
      let set = try SimulatedSet(in: folder, holes: true)
      let stretch = try Stretch(.asinh, fittedTo: set.cutouts)
      let image = try SeenFields([set.frames], stretch: stretch, of: "m", workers: .all).image(0)
      let planes = try ClassPlanes(
        of: image, by: Blur(reach: 1, scale: 6), tiles: BlendedTiles(side: 128, multiple: 8))
      let detection = try FieldDetection(in: image, workers: .all)
      let parted = PartedSources(planes, seeds: detection)
      let field = try SegmentedField(image, planes: planes, parted: parted, light: detection.light)
      let path = "\(folder)/s.fits"
      try field.write(to: path, cards: Header(), provenance: nil)
      let file = try FITSFile(reading: path)
      let names = try (1..<file.unitCount).map { try file.header(of: $0).string("EXTNAME") }
      #expect(
        names == [
          "CLASS", "PROB_SKY", "PROB_STAR", "PROB_GALAXY", "PROB_ARTEFACT", "SEGMENTS", "SEGMENT",
        ])
      for unit in 0..<file.unitCount {
        let verdict = file.checksumVerdict(of: unit)
        #expect(verdict == .correct)
      }
      let header = try file.header(of: 6)
      let here = try WCS(header: header).sky(x: 100, y: 50)
      let there = try image.reference.wcs.sky(x: 100, y: 50)
      #expect(abs(here.ra - there.ra) < 1e-9 && abs(here.dec - there.dec) < 1e-9)
      let numbers = try file.image(of: 6).pixels
      let table = try file.table(of: 7)
      #expect(table.rowCount > 10)
      #expect(table["AREA"]?.ints?.reduce(0, +) == numbers.count { $0 > 0 })
      #expect(table["AREA"]?.ints?.allSatisfy { $0 >= 5 } == true)
      #expect(table["FLUX_r"]?.doubles?.count == table.rowCount)
    }
  }
}

@Suite struct PartedSourcesTests {
  /// A map of letters: `*` a source's pixel, `x` an artefact, `.` sky.
  private static func parted(
    _ classes: [String], seeds: [String], light: (Int, Int) -> Float = { _, _ in 1 }
  ) -> [String] {
    let width = classes[0].count
    let letters = classes.flatMap { Array($0) }
    let parted = PartedSources(
      isSource: letters.map { $0 == "*" }, isArtefact: letters.map { $0 == "x" },
      seeds: seeds.flatMap { Array($0) }.map { Int32(String($0)) ?? 0 },
      light: letters.indices.map { light($0 % width, $0 / width) }, width: width)
    return classes.indices.map { row in
      (0..<width).map { column in
        let number = parted.numbers[row * width + column]
        return number == 0 ? "." : "\(number)"
      }.joined()
    }
  }

  @Test func `two seeds part a source where the light between them is least`() {
    let light: [Float] = [1, 5, 9, 8, 7, 6, 4, 2, 6, 9, 6, 1]
    let parted = Self.parted(
      [String](repeating: "************", count: 3),
      seeds: [
        "..1.......2.", "..1......22.", ".11......22.",
      ].map { $0.replacingOccurrences(of: "2", with: "7") },
      light: { x, _ in light[x] })
    // Only 4 pixels of the first seed: too few to be one.
    #expect(parted == [String](repeating: "111111111111", count: 3))
    let both = Self.parted(
      [String](repeating: "************", count: 3),
      seeds: [".11......77.", ".11......77.", ".11......77."], light: { x, _ in light[x] })
    #expect(both == [String](repeating: "111111112222", count: 3))
  }

  @Test func `sky belongs to nobody, a saturated core stays, and an island is a source`() {
    #expect(
      Self.parted(
        ["..***...**", ".**x**..**", ".**x**...*", "..***.....", "*........."],
        seeds: ["111111....", "111111....", "111111....", "111111....", "3........."])
        == ["..111...22", ".11111..22", ".11111...2", "..111.....", ".........."])
    // An artefact that is no source's stays nobody's.
    #expect(
      Self.parted(["xxxxxx", "......"], seeds: ["111111", "......"]) == ["......", "......"])
  }

  @Test func `scores are cut where both sides differ most`() {
    #expect(ColouredSources.cut([1, 1.2, 0.9, 5, 5.5, .nan, 1.1]) == [0, 0, 0, 1, 1, 0, 0])
    #expect(ColouredSources.cut([2, 2]) == [0, 0])
  }
}
