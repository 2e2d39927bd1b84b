import Files
import Foundation
import Labels
import Simulation
import TestSupport
import Testing

/// The labelled catalog of simulated fields that comes with the program.
@Suite struct SimulatedCatalogTests {
  private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("catalogs/simulated-fields.csv").path

  @Test func itIsReadLikeAnyOther() throws {
    let labels = try LabelledCatalog(reading: Self.path)
    #expect(labels.stars > 100 && labels.galaxies > 500 && labels.unknownClasses.isEmpty)
    #expect(Set(labels.entries.map(\.id)).count == labels.entries.count)
  }

  @Test func theSeedGivesExactlyTheseSources() throws {
    try withTemporaryFolder { folder in
      var settings = SurveySimulator.Settings(fields: 3, seed: 1)
      // What is there does not depend on the bands that show it.
      settings.bands = ["r"]
      let summary = try SurveySimulator(settings).write(to: folder)
      let truth = try String(contentsOfFile: summary.catalog, encoding: .utf8)
      let rows = truth.split(separator: "\n").map { line in
        line.split(separator: ",").prefix(5).joined(separator: ",")
      }
      let committed = try String(contentsOfFile: Self.path, encoding: .utf8)
      #expect(committed.split(separator: "\n").map(String.init) == rows)
      #expect(committed.utf8.count < 200_000)
    }
  }
}
