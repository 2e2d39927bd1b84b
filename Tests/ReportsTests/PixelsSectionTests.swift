import Files
import Foundation
import Judging
import Pipelines
import Reports
import TestSupport
import Testing

/// What a report says of a run's maps of pixels.
@Suite struct PixelsSectionTests {
  private static func table(_ makers: [(name: String, both: [Int])]) -> MapTable {
    let counts = makers.map { maker in
      maker.both.map { both in
        var counts = MapCounts()
        counts.overlaps = ["star": .init(both: both, either: 100)]
        return counts
      }
    }
    return MapTable(
      makers: makers.map(\.name), fields: ["12-1", "12-2"], counts: counts, resamples: 200, seed: 1)
  }

  private static func write(_ table: MapTable, to path: String) throws {
    try JSONEncoder().encode(table).write(to: URL(fileURLWithPath: path))
  }

  @Test func `a run that only judged maps has a report`() throws {
    try withTemporaryFolder { folder in
      try Self.write(
        Self.table([("random", [50, 70]), ("<b>", [60, 80]), ("worse", [40, 60])]),
        to: "\(folder)/results.json")
      try "{\"fields\": 3}".write(
        toFile: "\(folder)/other.json", atomically: true, encoding: .utf8)
      let run = try RunFolder(folder)
      #expect(run.maps.results.map(\.name) == ["results.json"])
      #expect(run.maps.shown == nil)
      let section = PixelsSection(run, workers: .all)
      #expect(section.note == nil)
      let html = section.html(within: 1 << 20)
      #expect(html.contains("<h3>results.json, 2 fields</h3>"))
      #expect(html.contains("<th class=\"n\">mean overlap</th>"))
      #expect(html.contains("0.600<br><span class=\"soft\">0.500–0.700</span>"))
      #expect(html.contains("<span class=\"ours\">0.700</span>"))
      #expect(html.contains("<span class=\"bad\">0.500</span>"))
      #expect(html.contains("&lt;b&gt;") && !html.contains("<b>"))
      let page = try Report(of: run, cutoutsPerGroup: 4, workers: .all)
        .page(provenance: Provenance(command: "test"))
      #expect(page.contains("<h2>The class of every pixel</h2>"))
      #expect(page.contains("<a href=\"#pixels\">pixels</a>"))
    }
  }

  @Test func `the maps that overlap most are shown, and what is missing is told`() throws {
    try withTemporaryFolder { folder in
      var manifest = RunManifest(name: "maps")
      let steps: [(step: String, reads: [Artifact], writes: [Artifact])] = [
        ("segment", [Artifact(.frames, "sky")], [Artifact(.maps, "maps/a")]),
        ("segment", [Artifact(.frames, "sky")], [Artifact(.maps, "maps/b")]),
        (
          "compare maps",
          [Artifact(.maps, "maps/a"), Artifact(.maps, "maps/b"), Artifact(.labels, "truth")],
          [Artifact(.mapScores, "r.json")]
        ),
      ]
      for (number, step) in steps.enumerated() {
        var record = StepRecord(
          number: number + 1, step: step.step, arguments: [], reads: step.reads,
          writes: step.writes, found: FileStamps(of: []))
        record.finish(seconds: 1, megabytes: 1, wrote: FileStamps(of: []))
        manifest.enter(record, of: steps.count)
      }
      try manifest.write(in: folder)
      try Self.write(Self.table([("a", [70, 70]), ("b", [50, 60])]), to: "\(folder)/r.json")
      for name in ["a", "b"] {
        try Folder.create("\(folder)/maps/\(name)")
        try Data().write(to: URL(fileURLWithPath: "\(folder)/maps/\(name)/segments-12-1.fits"))
      }
      let run = try RunFolder(folder)
      #expect(run.maps.results.map(\.name) == ["r.json"])
      #expect(run.maps.shown?.maker == "a")
      #expect(run.maps.shown?.path == "\(folder)/maps/a/segments-12-1.fits")
      // An empty file is no map.
      let section = PixelsSection(run, workers: .all)
      #expect(
        section.note
          == "No field is drawn: maps/a/segments-12-1.fits does not say which frames it was made of."
      )
      #expect(section.html(within: 1 << 20).contains("<h3>r.json, 2 fields</h3>"))
    }
  }
}
