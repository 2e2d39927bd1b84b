import Catalogs
import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Sky
import TestSupport
import Testing

@Suite struct UniqueNamesTests {
  @Test func namesOfFilesTakeTheFoldersThatTellThemApart() {
    #expect(ReadyMadeNames.of(["d/a.fits", "d/b.fits.gz"]) == ["a", "b"])
    #expect(
      ReadyMadeNames.of(["x/1/obj.fits", "x/2/obj.fits", "x/2/c.fits"]) == ["1/obj", "2/obj", "c"])
    #expect(
      ReadyMadeNames.of(["p/1/o.fits", "q/1/o.fits", "q/2/o.fits"]) == ["p/1/o", "q/1/o", "2/o"])
    #expect(ReadyMadeNames.of(["d/o.fits", "d/o.fits.gz"]) == ["d/o.fits", "d/o.fits.gz"])
    let many = ["a", "a/b", "b/a", "b", "c/b/a"].flatMap { ["\($0)/o.fits", "\($0)/o.fit"] }
    #expect(Set(ReadyMadeNames.of(many)).count == many.count)
  }

  @Test func positionsOfOneNameAreCalledByTheirRowToo() {
    #expect(UniqueNames.ofPositions(["a", "b"]) == ["a", "b"])
    #expect(UniqueNames.ofPositions(["7", "8", "7", ""]) == ["7#0", "8", "7#2", "#3"])
    let hostile = UniqueNames.ofPositions(["7", "7", "7#0", " ", ""])
    #expect(Set(hostile).count == 5)
  }

  @Test func aCatalogWithNamesTwiceIsTold() throws {
    try withTemporaryFolder { folder in
      let sky = PaintedSky.crowd(6, 4)
      try sky.write(to: folder)
      let places = try [(100.0, 80.0), (60, 33), (90, 90)].map { try sky.position($0.0, $0.1) }
      let catalog = SkyCatalog(places, ids: ["7", "8", "7"], source: "mine.csv")
      var settings = IngestSettings()
      settings.size = 32
      var warnings: [String] = []
      _ = try Ingestion(
        settings, catalog: catalog, out: "\(folder)/cutouts",
        provenance: Provenance(command: "galaxy-aep ingest")
      ).run(files: [folder]) { _ in
      } warn: {
        warnings.append($0.text)
      }
      #expect(
        warnings == [
          "2 positions of the catalog mine.csv share their name with another or have none; they are "
            + "called by their row as well, as 7#0"
        ])
      let records = try CutoutSet(opening: "\(folder)/cutouts").records
      #expect(records.map(\.id) == ["7#0", "8", "7#2"])
    }
  }

  @Test func sizesFollowThePointSpread() {
    // SDSS; 1″ pixels in 2″; 0.17″ in 0.6″; half a pixel; a very fine one.
    for (width, size) in [(3.283, 64), (2, 40), (3.53, 72), (0.5, 32), (40, 512)] {
      #expect(CutoutSize.advised(width: width) == size)
    }
    #expect(CutoutSize.warning(size: 64, width: 2, field: "f") == nil)
    #expect(CutoutSize.warning(size: 64, width: 3.53, field: "f") == nil)
    #expect(
      CutoutSize.warning(size: 64, width: 9, field: "f")?.text
        == "a point is 9.0 pixels wide in field f: cutouts of 64×64 pixels are small for that; about "
        + "20 widths do best, --size 176")
  }
}
