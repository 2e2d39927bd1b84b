import Catalogs
import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Planes
import Sky
import Tensors
import TestSupport
import Testing

@Suite struct IngestionTests {
  private func ingestion(
    _ out: String, catalog: SkyCatalog? = nil, threads: Int = 2,
    _ change: (inout IngestSettings) -> Void = { _ in }
  ) -> Ingestion {
    var settings = IngestSettings()
    settings.size = 32
    settings.shardSize = 10
    change(&settings)
    return Ingestion(
      settings, catalog: catalog, out: out,
      provenance: Provenance(program: "galaxy-aep test", command: "galaxy-aep ingest"),
      workers: Workers(threads: threads))
  }

  /// Two fields of 24 stars each, the second one named first.
  private func writeTwoFields(_ folder: String) throws -> [PaintedSky] {
    var second = PaintedSky.crowd(6, 4, seed: 8)
    second.ra = 151
    second.seed = 2
    let skies = [PaintedSky.crowd(6, 4), second]
    try skies[0].write(to: folder, field: "000094-2-0017")
    try skies[1].write(to: folder, field: "000094-2-0018")
    return skies
  }

  private func bytes(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
      })
  }

  @Test func everySourceBecomesACutoutOfEveryBand() throws {
    try withTemporaryFolder { folder in
      let skies = try writeTwoFields(folder)
      let summary = try ingestion("\(folder)/cutouts").run(files: [folder])
      let set = try CutoutSet(opening: "\(folder)/cutouts")
      #expect(summary.fields == 2 && summary.counts.kept == set.count)
      #expect(set.bands == PaintedSky.bands && set.size == 32 && set.referenceBand == "r")
      #expect(abs(set.pixelScale - 0.396) < 0.001)
      for (sky, field) in zip(skies, ["000094-2-0017", "000094-2-0018"]) {
        let planes = PaintedSky.bands.map(sky.plane)
        let records = set.records.enumerated().filter { $0.element.field == field }
        for star in sky.stars {
          let (index, record) = try #require(
            records.min { distance($0.element, star) < distance($1.element, star) })
          #expect(distance(record, star) < 0.05)
          #expect(record.id.hasPrefix(field))
          #expect(record.source == "frame-r-\(field).fits")
          #expect(record.catalogRow == nil)
          let sky = try sky.position(record.x, record.y)
          #expect(sky.separation(to: SkyPosition(ra: record.ra, dec: record.dec)) < 1e-6)
          expectPixels(of: set, index, record, planes)
          for (band, noise) in record.noise.enumerated() {
            #expect(abs(noise - 0.02) < 0.003)
            #expect(abs(Double(record.flux[band]) / star.flux - 1) < 0.1)
          }
          #expect(abs(record.mag - (22.5 - 2.5 * log10(record.flux[2]))) < 1e-5)
        }
      }
    }
  }

  private func distance(_ record: CutoutRecord, _ star: PaintedSky.Star) -> Double {
    ((record.x - star.x) * (record.x - star.x) + (record.y - star.y) * (record.y - star.y))
      .squareRoot()
  }

  /// The cutout holds the pixels around the record's place in every band.
  private func expectPixels(
    of set: CutoutSet, _ index: Int, _ record: CutoutRecord, _ planes: [PixelPlane]
  ) {
    let cutout = set.cutout(index)
    var different = 0
    for (band, plane) in planes.enumerated() {
      let shift = PaintedSky.shift(PaintedSky.bands[band])
      let (x, y) = (record.x + shift.x, record.y + shift.y)
      let (column, row) = (Int((x - 16).rounded(.up)), Int((y - 16).rounded(.up)))
      #expect(abs(Double(record.offsets[2 * band]) - (x - Double(column + 16))) < 1e-5)
      #expect(abs(Double(record.offsets[2 * band + 1]) - (y - Double(row + 16))) < 1e-5)
      for dy in 0..<32 {
        for dx in 0..<32 {
          let inside =
            (0..<plane.width).contains(column + dx) && (0..<plane.height).contains(row + dy)
          let expected = inside ? plane.pixels[(row + dy) * plane.width + column + dx] : 0
          if cutout[(band * 32 + dy) * 32 + dx] != (expected.isNaN ? 0 : expected) {
            different += 1
          }
        }
      }
    }
    #expect(different == 0)
  }

  @Test func edgesAndHolesAreFlaggedOrDropped() throws {
    try withTemporaryFolder { folder in
      var sky = PaintedSky()
      sky.stars = [
        .init(x: 100, y: 80), .init(x: 13, y: 80), .init(x: 4, y: 30), .init(x: 160, y: 40),
        .init(x: 160, y: 120),
      ]
      // A ninth of one band of five is missing for the fourth star, most of two for the fifth.
      sky.holes = [
        ("g", 150..<160, 40..<50), ("u", 140..<190, 100..<150), ("i", 140..<190, 100..<150),
      ]
      try sky.write(to: folder)
      let summary = try ingestion("\(folder)/cutouts") { $0.detection.threshold = 20 }
        .run(files: [folder])
      let records = try CutoutSet(opening: "\(folder)/cutouts").records
      #expect(summary.counts.found == 5 && summary.counts.kept == 3)
      #expect(summary.counts.droppedAtEdge == 1 && summary.counts.droppedAsMissing == 1)
      func record(_ star: Int) throws -> CutoutRecord {
        try #require(records.first { distance($0, sky.stars[star]) < 1 })
      }
      #expect(try record(0).flags == [] && record(0).edgeFraction == 0)
      #expect(try record(1).flags.contains(.outsideFrame))
      #expect(try record(1).edgeFraction > 0 && record(1).edgeFraction < 0.25)
      #expect(try record(3).flags.contains(.missingPixels))
      #expect(try abs(record(3).edgeFraction - 100 / 5120) < 1e-6)
      let file = try FITSFile(reading: "\(folder)/cutouts/cutouts-00000.fits")
      let dropped = try file.table(of: file.unit(named: "DROPPED"))
      #expect(dropped["REASON"]?.strings?.sorted() == ["BLANK", "EDGE"])
      #expect(
        summary.description.contains(
          "dropped  2 (more than 25 % of the cutout missing: 1 at the edge of the frame, 1 blank "
            + "pixels)"))
    }
  }

  @Test func aStoppedRunGoesOnToTheSameBytes() throws {
    try withTemporaryFolder { folder in
      _ = try writeTwoFields(folder)
      let out = "\(folder)/cutouts"
      _ = try ingestion(out, threads: 1).run(files: [folder])
      let whole = try bytes(out)
      #expect(whole.count == 6)
      for kept in 0...6 {
        let names = whole.keys.sorted()
        for name in names.dropFirst(kept) {
          try FileManager.default.removeItem(atPath: "\(out)/\(name)")
        }
        // What a killed run leaves behind.
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(out)/cutouts-00005.fits.77.partial"))
        let summary = try ingestion(out).run(files: [folder])
        #expect(summary.fieldsFoundDone == kept / 3)
        #expect(summary.counts.kept == (try CutoutSet(opening: out)).count)
        #expect(try bytes(out) == whole)
      }
    }
  }

  @Test func anotherRunsFolderIsNotTouchedUnlessAsked() throws {
    try withTemporaryFolder { folder in
      _ = try writeTwoFields(folder)
      let out = "\(folder)/cutouts"
      _ = try ingestion(out).run(files: [folder])
      let before = try bytes(out)
      var other = ingestion(out) { $0.detection.threshold = 5 }
      #expect(
        sentence { _ = try other.run(files: [folder]) }
          == "the folder \(out) holds the cutouts of other frames or settings "
          + "(cutouts-00000.fits); choose another with --out or delete that folder")
      #expect(try bytes(out) == before)
      other.replacing = true
      let again = try other.run(files: [folder])
      #expect(again.fieldsFoundDone == 0)
      #expect(try bytes(out) != before)
      #expect(try other.run(files: [folder]).fieldsFoundDone == 2)
    }
  }

  @Test func progressCountsFields() throws {
    try withTemporaryFolder { folder in
      _ = try writeTwoFields(folder)
      var seen: [IngestProgress] = []
      _ = try ingestion("\(folder)/cutouts").run(files: [folder]) { seen.append($0) }
      #expect(seen.map(\.fieldsDone) == [0, 1, 2])
      #expect(seen.map(\.field) == ["", "000094-2-0017", "000094-2-0018"])
      #expect(seen[2].counts.kept > seen[1].counts.kept)
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/fitsverify")))
  func theFilesPassFitsverify() throws {
    try withTemporaryFolder { folder in
      _ = try writeTwoFields(folder)
      let changes: [(inout IngestSettings) -> Void] = [
        { _ in }, { $0.weights = .always }, { $0.pixelScale = 0.5 }, { $0.edge = .drop },
      ]
      for (number, change) in changes.enumerated() {
        let out = "\(folder)/cutouts\(number)"
        _ = try ingestion(out, change).run(files: [folder])
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/fitsverify")
        let paths = try bytes(out).keys.sorted().map { "\(out)/\($0)" }
        process.arguments = paths
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let clean = text.components(separatedBy: "found 0 warning(s) and 0 error(s)").count - 1
        #expect(clean == paths.count && clean >= 4)
      }
    }
  }
}
