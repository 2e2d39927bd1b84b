import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Segments
import Simulation
import Sky
import Tensors
import TestSupport
import Testing

/// Whole frames as networks see them, held to the cutouts that networks are pre-trained on.
@Suite struct FieldImageTests {
  @Test func `a whole frame shows every source as its cutout does`() throws {
    try withTemporaryFolder { folder in
      let set = try SimulatedSet(in: folder)
      let stretch = try Stretch(.asinh, fittedTo: set.cutouts)
      let fields = try SeenFields([set.frames], stretch: stretch, of: "m", workers: .all)
      #expect(fields.reference == "r")
      let image = try fields.image(0)
      let seen = try StretchedCutouts(set.cutouts, stretch: stretch)
      let strip = image.strip(0..<image.height)
      let (bands, size) = (image.bands, set.cutouts.size)
      var sources = 0
      for index in 0..<seen.count {
        let record = set.cutouts.records[index]
        guard let window = CutoutWindow(size: size, x: record.x, y: record.y),
          record.edgeFraction == 0
        else { continue }
        sources += 1
        let cutout = try seen.images([index]).values
        /// The share of pixels that the frame shows as the cutout does, (dx, dy) away.
        func agreement(band: Int, _ dx: Int, _ dy: Int) -> Double {
          var (same, all) = (0, 0)
          for row in 2..<size - 2 {
            for column in 2..<size - 2 {
              let place = (window.row + row) * image.width + window.column + column
              let own = cutout[((row + dy) * size + column + dx) * bands + band]
              all += 1
              if strip[place * bands + band] == own { same += 1 }
            }
          }
          return Double(same) / Double(all)
        }
        #expect(agreement(band: 2, 0, 0) == 1)
        for band in [0, 1, 3, 4] {
          // A cutout of another band begins at the whole pixel beside its own place: one off at most. The frames'
          // rotation against each other turns the rounding somewhere in a few cutouts.
          let shares = (0..<9).map { agreement(band: band, $0 % 3 - 1, $0 / 3 - 1) }
          #expect(shares.reduce(0, +) > 0.9)
        }
      }
      #expect(sources > 10)
    }
  }

  @Test func `what a band does not show is sky, and so is what lies beyond the frame`() throws {
    try withTemporaryFolder { folder in
      let set = try SimulatedSet(in: folder, holes: true)
      let stretch = try Stretch(.asinh, fittedTo: set.cutouts)
      let image = try SeenFields([set.frames], stretch: stretch, of: "m", workers: .all).image(0)
      let strip = image.strip(-2..<image.height + 2)
      #expect(strip.allSatisfy { $0.isFinite })
      let line = image.width * image.bands
      #expect(strip[..<(2 * line)].allSatisfy { $0 == 0 })
      #expect(strip[((image.height + 2) * line)...].allSatisfy { $0 == 0 })
      var missing = 0
      for (place, pixel) in image.reference.plane.pixels.enumerated() where pixel.isNaN {
        missing += 1
        #expect(strip[2 * line + place * image.bands + 2] == 0)
      }
      #expect(missing > 50)
    }
  }

  @Test func `a stretch around one source is refused in a sentence`() throws {
    func said(_ kind: Stretch.Kind, _ apodisation: Float? = nil) throws -> String {
      let stretch = try Stretch(
        kind, bands: ["r"], cutoutSize: 32, pixelScale: 0.4, typicalNoise: [1],
        apodisation: apodisation)
      return sentence { try stretch.requireFrames(of: "m.safetensors") }
    }
    let start = "cannot see whole frames as m.safetensors does: its stretch is "
    let end = ", which is made around one source at a time; pre-train a model with --stretch asinh"
    #expect(try said(.matched) == start + "matched" + end)
    #expect(try said(.peak) == start + "peak" + end)
    #expect(try said(.asinh, 4) == start + "asinh with a rim that fades (apodisation 4.0)" + end)
    #expect(try said(.asinh) == "no error")
    #expect(try said(.linear) == "no error")
  }

  @Test func `tiles lie apart around peaks, and fewer are the first of more`() throws {
    try withTemporaryFolder { folder in
      let set = try SimulatedSet(in: folder)
      let stretch = try Stretch(.asinh, fittedTo: set.cutouts)
      let image = try SeenFields([set.frames], stretch: stretch, of: "m", workers: .all).image(0)
      func places(_ count: Int, _ seed: UInt64 = 3) throws -> [TilePlaces.Place] {
        var random = RandomNumbers(seed: seed)
        return try TilePlaces(in: image, count: count, side: 64, random: &random).places
      }
      let many = try places(12)
      #expect(try places(5) == Array(many.prefix(5)))
      #expect(try places(12, 4) != many)
      for (index, place) in many.enumerated() {
        #expect(place.x >= 0 && place.y >= 0 && place.x <= image.width - 64)
        #expect(place.y <= image.height - 64)
        for other in many[..<index] {
          #expect(abs(other.x - place.x) >= 32 || abs(other.y - place.y) >= 32)
        }
      }
      #expect(
        sentence { _ = try places(500) }.contains(
          "that are labelled and lie apart; ask for fewer or give more fields"))
    }
  }
}

/// A small simulated field and its cutouts of 32×32 pixels.
struct SimulatedSet {
  let frames: String
  let cutouts: CutoutSet

  init(in folder: String, holes: Bool = false) throws {
    var settings = SurveySimulator.Settings(fields: 1, seed: 9)
    (settings.width, settings.height) = (420, 330)
    (settings.badColumns, settings.blankRegions) = holes ? (1, 300) : (0, 0)
    settings.starDensities = StarDensities([3])
    frames = "\(folder)/frames"
    _ = try SurveySimulator(settings).write(to: frames)
    var ingest = IngestSettings()
    ingest.size = 32
    _ = try Ingestion(ingest, out: "\(folder)/cutouts", provenance: Provenance(command: "test"))
      .run(files: [frames])
    cutouts = try CutoutSet(opening: "\(folder)/cutouts")
  }
}
