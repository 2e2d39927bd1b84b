import FITS
import Files
import Foundation
import Surveys
import Tensors
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
      #expect(summary.counts.kept == 3 && summary.counts.droppedAtEdge == 1)
      #expect(summary.positionsOutside == 2)
      let set = try CutoutSet(opening: "\(folder)/cutouts")
      #expect(set.records.map(\.id) == ["a", "b", "f"])
      #expect(set.records.map(\.catalogRow) == [0, 1, 5])
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

  @Test func classesReachOnlyTheLabelledCatalog() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(6, 4)
      try sky.write(to: folder)
      let text =
        try "ra,dec,id,class\n" + row(sky, 100, 80, ",a,star")
        + row(sky, 60.25, 33.5, ",b,GALAXY") + row(sky, 90, 90, ",f,QSO")
      _ = try run(folder, text)
      let file = try FITSFile(reading: "\(folder)/cutouts/cutouts-00000.fits")
      let table = try file.table(of: file.unit(named: "CATALOG"))
      #expect(table["CLASS"]?.strings == ["star", "GALAXY", "QSO"])
      let labels = try LabelledCatalog(classesOf: "\(folder)/cutouts")
      #expect(labels.entries.map(\.id) == ["a", "b"])
      #expect(labels.entries.map(\.sourceClass) == [.star, .galaxy])
      #expect(labels.unknownClasses == ["QSO": 1])
      // Other classes are another run, whatever else is the same.
      #expect(
        sentence {
          _ = try run(folder, text.replacingOccurrences(of: "star", with: "GALAXY"))
        }.contains("holds the cutouts of other frames or settings"))
    }
  }

  @Test func aSetWithoutClassesSaysSo() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(6, 4)
      try sky.write(to: folder)
      _ = try run(folder, "ra,dec\n" + row(sky, 100, 80, ""))
      #expect(
        sentence { _ = try LabelledCatalog(classesOf: "\(folder)/cutouts") }
          == "the cutout set \(folder)/cutouts has no column CLASS; give a labelled catalog (CSV "
          + "with ra, dec, class)")
    }
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
