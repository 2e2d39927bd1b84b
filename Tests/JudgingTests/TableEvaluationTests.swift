import Clusters
import FITS
import Foundation
import Judging
import Labels
import Tables
import TestSupport
import Testing

/// A table and a catalog in, everything that `evaluate` tells out.
@Suite struct TableEvaluationTests {
  /// Four sources on a line; the faintest is labelled nowhere.
  private func table(_ path: String) -> SourceTable {
    let ids = ["a", "b", "c", "d"]
    return SourceTable(
      table: Table([
        SourceColumn.id.column(.string(ids)),
        SourceColumn.field.column(.string(["one", "one", "two", "two"])),
        SourceColumn.ra.column(.double([10, 10.1, 10.2, 10.3])),
        SourceColumn.dec.column(.double([0, 0, 0, 0])),
        SourceColumn.magnitude.column(.float([18.5, 18.6, 19.5, 19.6])),
        SourceColumn.edge.column(.float([0, 0, 0, 0])),
        SourceColumn.stackMagnitude.column(.double([18.5, 18.6, 19.5, 19.6])),
        SourceColumn.pStar.column(.double([0.9, 0.2, 0.8, 0.1])),
        SourceColumn.concentration.column(.double([2, 1, 1.5, 1.6])),
        SourceColumn.cluster.column(.int32([0, 1, 0, 1])),
      ]), path: path)
  }

  @Test func scoresAreJudgedBesideOthersOnTheSameSources() throws {
    try withTemporaryFolder { folder in
      let catalog = "\(folder)/labels.csv"
      try "ra,dec,class\n10,0,STAR\n10.1,0,GALAXY\n10.2,0,STAR\n10.3,0,GALAXY\n"
        .write(toFile: catalog, atomically: true, encoding: .utf8)
      let judged = try TableEvaluation(
        of: table("scores.fits"), by: LabelMatching(catalog: catalog, radius: 2),
        edges: [18, 19, 20], bootstrap: Bootstrap(resamples: 50, seed: 1))
      let result = judged.result
      #expect(result.auc == 1 && result.stars == 2 && result.galaxies == 2 && result.matched == 4)
      // Of four pairs concentration has one wrong.
      #expect(result.baselines["concentration"] == 0.75)
      #expect(result.score == "P_STAR" && result.supervised == nil)
      #expect(
        result.judging
          == JudgingSettings(
            scores: "scores.fits", catalog: catalog, radius: 2, bins: [18, 19, 20]))
      #expect(result.labelLedger.isEmpty, "whoever calls knows what led to the scores")
      #expect(judged.lines.contains { $0.hasPrefix("galaxy-aep P_STAR") && $0.contains("1.000") })
    }
  }

  @Test func clustersOfPicturesAreJudgedByTheirClasses() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/labels.csv"
      try "id,class\na,3\nb,7\nc,3\n".write(toFile: path, atomically: true, encoding: .utf8)
      let labels = try ClassLabels(reading: path)
      let report = try GroupReport(table("clusters.fits"), by: labels, from: path)
      #expect(report.images == 3 && report.clusters == 2 && report.accuracy == 1)
      #expect(
        report.lines(from: "l.csv")[0] == "judged   3 images in 2 clusters by 2 classes of l.csv")
      let one = try GroupReport(table("clusters.fits"), by: labels, of: "two", from: path)
      #expect(one.images == 1)
      #expect(
        sentence { _ = try GroupReport(table("c.fits"), by: labels, of: "three", from: "l.csv") }
          == "cannot evaluate c.fits: none of its 4 images of three has a label in l.csv")
    }
  }
}
