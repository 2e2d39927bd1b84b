import Catalogs
import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Labels
import Tensors
import TestSupport
import Testing

@Suite struct CatalogIngestTests {
  private func run(_ folder: String, _ catalog: String) throws -> IngestSummary {
    var settings = IngestSettings()
    settings.size = 32
    let catalog = try SkyCatalog(CSVTable(text: catalog, source: "labels.csv"))
    return try Ingestion(
      settings, catalog: catalog, out: "\(folder)/cutouts",
      provenance: Provenance(command: "galaxy-aep ingest")
    ).run(files: [folder])
  }

  private func row(_ sky: PaintedSky, _ x: Double, _ y: Double, _ rest: String) throws -> String {
    let place = try sky.position(x, y)
    return "\(place.ra),\(place.dec)\(rest)\n"
  }

  @Test func positionsReplaceDetection() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(6, 4)
      try sky.write(to: folder)
      let text =
        try "ra,dec,id,class\n" + row(sky, 100, 80, ",a,STAR")
        + row(sky, 60.25, 33.5, ",b,GALAXY") + row(sky, 1, 1, ",c,STAR")
        + row(sky, 5000, 80, ",d,GALAXY") + "330,-2,e,GALAXY\n" + row(sky, 90, 90, ",f,QSO")
      let summary = try run(folder, text)
      #expect(summary.counts.found == 4)
      // What lies at the edge is kept, and flagged.
      #expect(summary.counts.kept == 4 && summary.counts.dropped == 0)
      #expect(summary.positionsOutside == 2)
      let set = try CutoutSet(opening: "\(folder)/cutouts")
      #expect(set.records.map(\.id) == ["a", "b", "c", "f"])
      #expect(set.records.map(\.catalogRow) == [0, 1, 2, 5])
      #expect(set.records.map { $0.flags.contains(.outsideFrame) } == [false, false, true, false])
      #expect(set.records[2].edgeFraction > 0.6 && set.records[2].flux.allSatisfy(\.isFinite))
      #expect(set.records.allSatisfy { $0.flags.contains(.positionGiven) })
      #expect(abs(set.records[1].x - 60.25) < 1e-6 && abs(set.records[1].y - 33.5) < 1e-6)
      #expect(set.records[0].halfLightRadius.isNaN)
      #expect(
        summary.description.contains("outside  2 positions of the catalog lie in no frame"))
      // Running again finds all done and counts the same.
      let again = try run(folder, text)
      #expect(again.fieldsFoundDone == 1 && again.positionsOutside == 2)
      #expect(again.counts == summary.counts)
    }
  }

  @Test func classesStayInTheCatalog() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(6, 4)
      try sky.write(to: folder)
      let text =
        try "ra,dec,id,class\n" + row(sky, 100, 80, ",a,star")
        + row(sky, 60.25, 33.5, ",b,GALAXY") + row(sky, 90, 90, ",f,QSO")
      _ = try run(folder, text)
      let shard = "\(folder)/cutouts/cutouts-00000.fits"
      let table = try Self.catalog(of: shard)
      #expect(table["ID"]?.strings == ["a", "b", "f"] && table["CLASS"] == nil)
      let labels = try LabelledCatalog(CSVTable(text: text, source: "labels.csv"))
      #expect(labels.entries.map(\.id) == ["a", "b"])
      #expect(labels.entries.map(\.sourceClass) == [.star, .galaxy])
      #expect(labels.unknownClasses == ["QSO": 1])
      // Other classes are the same run, for they decide nothing.
      let before = try Data(contentsOf: URL(fileURLWithPath: shard))
      let again = try run(folder, text.replacingOccurrences(of: "star", with: "GALAXY"))
      #expect(again.fieldsFoundDone == 1)
      #expect(try Data(contentsOf: URL(fileURLWithPath: shard)) == before)
    }
  }

  /// Older sets have a column CLASS, which nobody ever read.
  @Test func aSetWithAColumnOfClassesIsReadWithoutIt() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(6, 4)
      try sky.write(to: folder)
      _ = try run(folder, "ra,dec\n" + row(sky, 100, 80, "") + row(sky, 60.25, 33.5, ""))
      let shard = "\(folder)/cutouts/cutouts-00000.fits"
      let set = try CutoutSet(opening: "\(folder)/cutouts")
      let (records, pixels) = (set.records, (0..<set.count).map(set.cutout))
      var table = try Self.catalog(of: shard)
      table.columns.append(
        Column(
          name: "CLASS", ucd: "src.class",
          description: "Column class of the catalog; never used in training or scoring",
          values: .string(["STAR", "GALAXY"])))
      var old = FITSDocument()
      let file = try FITSFile(reading: shard)
      try old.add(file.image(of: 0), header: file.header(of: 0))
      old.add(table, name: "CATALOG")
      try FileManager.default.createDirectory(
        atPath: "\(folder)/old", withIntermediateDirectories: true)
      try old.write(to: "\(folder)/old/cutouts-00000.fits")
      #expect(try Self.catalog(of: "\(folder)/old/cutouts-00000.fits")["CLASS"] != nil)
      let read = try CutoutSet(opening: "\(folder)/old")
      // As text, for what is unknown of a source is NaN.
      #expect(read.records.map { "\($0)" } == records.map { "\($0)" })
      #expect((0..<read.count).map(read.cutout) == pixels)
    }
  }

  private static func catalog(of shard: String) throws -> Table {
    let file = try FITSFile(reading: shard)
    return try file.table(of: file.unit(named: "CATALOG"))
  }

  @Test func positionsElsewhereOnTheSkyGetASentence() throws {
    try withTemporaryFolder { folder in
      try PaintedSky.crowd(3, 2).write(to: folder)
      #expect(
        sentence { _ = try run(folder, "ra,dec\n330,-2\n150,40\n") }
          == "none of the 2 positions of the catalog labels.csv lies in the 1 field given; check "
          + "that both are of the same piece of sky")
    }
  }
}
