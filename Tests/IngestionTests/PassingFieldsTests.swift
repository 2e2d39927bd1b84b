import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Ranks
import Sky
import Synchronization
import Tensors
import TestSupport
import Testing

/// Cutouts that are looked at field by field and not kept are those of the set.
@Suite struct PassingFieldsTests {
  /// What is made of a cutout: all of it.
  private struct Seen: Equatable {
    let id: String
    let position: SkyPosition
    let flags: Int
    let pixels: [Float]
  }

  private struct Stopped: Error {}

  private func ingestion(_ out: String, _ ranks: Ranks = .alone) -> Ingestion {
    var settings = IngestSettings()
    (settings.size, settings.shardSize, settings.fillValue) = (32, 10, -1)
    var ingestion = Ingestion(
      settings, out: out,
      provenance: Provenance(program: "galaxy-aep test", command: "galaxy-aep encode"),
      workers: Workers(threads: 1))
    ingestion.ranks = ranks
    return ingestion
  }

  /// Four fields: the third shows the sky of the first, and the second has no source.
  private func withFields(_ body: (_ folder: String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/frames", withIntermediateDirectories: true)
      var skies = [
        PaintedSky.crowd(6, 4), PaintedSky(), PaintedSky.crowd(6, 4),
        PaintedSky.crowd(3, 2, seed: 9),
      ]
      (skies[1].ra, skies[3].ra, skies[2].seed) = (151, 152, 3)
      for (number, sky) in skies.enumerated() {
        try sky.write(to: "\(folder)/frames", field: "000094-2-001\(number)")
      }
      try body(folder)
    }
  }

  /// Passes through the fields; what is made of one is a table.
  private func pass(
    _ folder: String, _ ranks: Ranks, for purpose: String = "a test",
    look: @escaping (CutoutSet) throws -> Void = { _ in }
  ) throws -> (summary: IngestSummary, files: [String]) {
    try ingestion("\(folder)/passed", ranks).pass(
      files: ["\(folder)/frames"], for: purpose, table: "SEEN"
    ) { set, file in
      try look(set)
      let (records, area) = (set.records, set.bands.count * set.size * set.size)
      var document = FITSDocument()
      document.add(
        Table([
          Column(name: "ID", values: .string(records.map(\.id))),
          Column(name: "RA", values: .double(records.map(\.ra))),
          Column(name: "DEC", values: .double(records.map(\.dec))),
          Column(name: "FLAGS", values: .int32(records.map(\.flags.rawValue))),
          Column(
            name: "SCALE", values: .double(records.map { _ in set.pixelScale })),
          Column(
            name: "PIXELS", values: .floats(width: area, records.indices.flatMap(set.cutout))),
        ]), name: "SEEN")
      try document.write(to: file)
    }
  }

  private func seen(_ files: [String]) throws -> [Seen] {
    try files.flatMap { path in
      let table = try FITSFile(reading: path).table(of: 1)
      let (ids, flags) = (table["ID"]?.strings ?? [], table["FLAGS"]?.ints ?? [])
      let (ra, dec) = (table["RA"]?.doubles ?? [], table["DEC"]?.doubles ?? [])
      let (pixels, area) = (table["PIXELS"]?.floats ?? [], 5 * 32 * 32)
      return ids.indices.map {
        Seen(
          id: ids[$0], position: SkyPosition(ra: ra[$0], dec: dec[$0]), flags: flags[$0],
          pixels: Array(pixels[$0 * area..<($0 + 1) * area]))
      }
    }
  }

  /// What a set that is kept holds.
  private func kept(_ folder: String) throws -> (seen: [Seen], scale: Double, counts: IngestCounts)
  {
    let summary = try ingestion("\(folder)/kept").run(files: ["\(folder)/frames"])
    let set = try CutoutSet(opening: "\(folder)/kept")
    let seen = set.records.enumerated().map { index, record in
      Seen(
        id: record.id, position: SkyPosition(ra: record.ra, dec: record.dec),
        flags: Int(record.flags.rawValue), pixels: set.cutout(index))
    }
    return (seen, set.pixelScale, summary.counts)
  }

  @Test(arguments: [1, 2, 3, 5])
  func cutoutsThatAreNotKeptAreThoseOfTheSet(ranks: Int) throws {
    try withFields { folder in
      let kept = try kept(folder)
      let results = try RanksOfThreads.results(of: ranks) { [self] in try pass(folder, $0) }
      #expect(try seen(results[0].files) == kept.seen)
      #expect(results[0].summary.counts == kept.counts && kept.counts.duplicates >= 20)
      #expect(results.dropFirst().allSatisfy { $0.files.isEmpty })
      let scales = try results[0].files.flatMap {
        try FITSFile(reading: $0).table(of: 1)["SCALE"]?.doubles ?? []
      }
      #expect(Set(scales) == [kept.scale])
      // No pixel is left but in what was made of them.
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/passed").allSatisfy {
          $0.hasPrefix("field-")
        })
    }
  }

  /// What was finished is not made again, whoever goes on; it is not taken for what something else makes of the fields.
  @Test func whatWasStoppedGoesOn() throws {
    try withFields { folder in
      let kept = try kept(folder)
      var looks = 0
      #expect(throws: Stopped.self) {
        _ = try pass(folder, .alone) { _ in
          looks += 1
          if looks == 2 { throw Stopped() }
        }
      }
      // The first field and the one without a source.
      let again = Mutex(0)
      let results = try RanksOfThreads.results(of: 2) { [self] in
        try pass(folder, $0) { _ in again.withLock { $0 += 1 } }
      }
      #expect(results[0].summary.fieldsFoundDone == 2 && again.withLock { $0 } == 2)
      #expect(try seen(results[0].files) == kept.seen)
      #expect(
        sentence { _ = try pass(folder, .alone, for: "something else") }
          == "the folder \(folder)/passed holds what was made of other frames, settings or models; delete it, or choose "
          + "another result with --out")
    }
  }

  /// Of a field whose file is damaged the file is made again.
  @Test func whatIsDamagedIsMadeAgain() throws {
    try withFields { folder in
      let kept = try kept(folder)
      let first = try pass(folder, .alone)
      var data = try Data(contentsOf: URL(fileURLWithPath: first.files[1]))
      data[data.count - 3000] ^= 1
      try data.write(to: URL(fileURLWithPath: first.files[1]))
      let again = try pass(folder, .alone)
      #expect(again.summary.fieldsFoundDone == 3)
      #expect(try seen(again.files) == kept.seen)
    }
  }
}
