import Cutouts
import Files
import Foundation
import Ingestion
import Labels
import Sky
import Tensors
import TestSupport
import Testing

@Suite struct RealFieldTests {
  @Test(.enabled(if: RealData.has("sdss/labels-003918-3-0213.csv"), RealData.absent))
  func aRealFieldGivesItsStarsAndGalaxies() throws {
    try withTemporaryFolder { folder in
      let frames = PaintedSky.bands.map {
        "\(RealData.folder)/sdss/frame-\($0)-003918-3-0213.fits.bz2"
      }
      let summary = try Ingestion(
        out: folder, provenance: Provenance(command: "galaxy-aep ingest")
      ).run(files: frames)
      // Tests/Peers/detection_against_sep.py finds as many in the same sum of g, r and i.
      #expect(summary.counts.found == 917)
      #expect(summary.counts.kept == 888 && summary.counts.droppedAtEdge == 29)
      let set = try CutoutSet(opening: folder)
      // Calibrated frames have next to no sky, though their headers speak of a bias of 1000.
      #expect(set.records.allSatisfy { $0.sky.allSatisfy { abs($0) < 0.05 } })
      let labels = try LabelledCatalog(
        reading: "\(RealData.folder)/sdss/labels-003918-3-0213.csv")
      #expect(labels.stars == 271 && labels.galaxies == 372)
      let pairs = SkyMatch.oneToOne(
        labels.positions, set.records.map { SkyPosition(ra: $0.ra, dec: $0.dec) }, radius: 1)
      #expect(pairs.count == 570)
      #expect(pairs.map(\.separation).sorted()[pairs.count / 2] < 0.1)
    }
  }
}
