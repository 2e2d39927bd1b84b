import Cutouts
import FITS
import Files
import Foundation
import Ingestion
import Ranks
import Sky
import Sources
import Tensors
import TestSupport
import Testing

/// A set that several processes make has the bytes of one that a single process makes.
@Suite struct RanksIngestionTests {
  private func ingestion(_ out: String, _ ranks: Ranks = .alone) -> Ingestion {
    var settings = IngestSettings()
    (settings.size, settings.shardSize) = (32, 10)
    var ingestion = Ingestion(
      settings, out: out,
      provenance: Provenance(program: "galaxy-aep test", command: "galaxy-aep ingest"),
      workers: Workers(threads: 1))
    ingestion.ranks = ranks
    return ingestion
  }

  /// Four fields: the third shows the sky of the first, the second is larger than the others.
  private func writeFields(_ folder: String) throws {
    var skies = [
      PaintedSky.crowd(6, 4), PaintedSky.crowd(7, 5, seed: 8), PaintedSky.crowd(6, 4),
      PaintedSky.crowd(3, 2, seed: 9),
    ]
    (skies[1].ra, skies[3].ra) = (151, 152)
    (skies[1].width, skies[2].seed) = (260, 3)
    for (number, sky) in skies.enumerated() {
      try sky.write(to: "\(folder)/frames", field: "000094-2-001\(number)")
    }
  }

  private func bytes(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
      })
  }

  private func withFields(_ body: (_ folder: String, _ alone: [String: Data]) throws -> Void) throws
  {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/frames", withIntermediateDirectories: true)
      try writeFields(folder)
      _ = try ingestion("\(folder)/alone").run(files: ["\(folder)/frames"])
      try body(folder, bytes("\(folder)/alone"))
    }
  }

  /// What every rank says at the end, but for folder and time.
  private func run(_ ranks: Int, _ folder: String, to out: String) throws -> [IngestSummary] {
    try RanksOfThreads.results(of: ranks) { [self] ranks in
      try ingestion("\(folder)/\(out)", ranks).run(files: ["\(folder)/frames"])
    }
  }

  @Test(arguments: [2, 3, 5])
  func anyNumberOfRanksMakesTheSameBytes(ranks: Int) throws {
    try withFields { folder, alone in
      let first = try run(ranks, folder, to: "together")[0]
      #expect(try bytes("\(folder)/together") == alone)
      let again = try ingestion("\(folder)/alone").run(files: ["\(folder)/frames"])
      #expect(first.counts == again.counts && first.shards == again.shards)
      #expect(first.counts.duplicates >= 20 && first.fieldsFoundDone == 0)
      let other = try run(ranks, folder, to: "together")[0]
      #expect(other.fieldsFoundDone == 4 && other.counts == first.counts)
      #expect(try bytes("\(folder)/together") == alone)
    }
  }

  /// Artificial stars come in several passes through a field, and the same field twice.
  @Test func artificialStarsAreTheSame() throws {
    try withFields { folder, _ in
      let set = try CutoutSet(opening: "\(folder)/alone")
      let sources = set.records.map {
        ($0.field, SkyPosition(ra: $0.ra, dec: $0.dec), Double($0.mag))
      }
      var injection = StarInjection(
        of: StarAnchors(sources, sure: Array(sources.indices.prefix(10)), slope: 0.2),
        magnitudes: 18.5...21, starsPerField: 5, seed: 3)
      injection.passes = 2
      let injected = injection
      var one = ingestion("\(folder)/one")
      one.injection = injection
      _ = try one.run(files: ["\(folder)/frames"])
      _ = try RanksOfThreads.results(of: 2) { [self] ranks in
        var two = ingestion("\(folder)/two", ranks)
        two.injection = injected
        return try two.run(files: ["\(folder)/frames"])
      }
      let whole = try bytes("\(folder)/one")
      #expect(try bytes("\(folder)/two") == whole && whole.count > 8)
    }
  }

  /// Whatever was finished stays, whoever finished it and whoever goes on.
  @Test(arguments: [1, 2, 3])
  func whatWasStoppedGoesOnToTheSameBytes(ranks: Int) throws {
    try withFields { folder, alone in
      let out = "\(folder)/out"
      // As a process that is killed leaves them: a field that is whole, one of two files, one damaged.
      func leave(_ name: String, as loose: String, damaged: Bool = false) throws {
        var data = try #require(alone[name])
        if damaged { data[data.count - 5000] ^= 1 }
        try data.write(to: URL(fileURLWithPath: "\(out)/\(loose)"))
      }
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      let names = alone.keys.sorted()
      try leave(names[0], as: "field-00000-00001.fits")
      try leave(names[1], as: "field-00000-00002.fits")
      try leave(names[2], as: "field-00000-00003.fits")
      try leave(names[3], as: "field-00001-00001.fits")
      try leave(names[names.count - 1], as: "field-00003-00001.fits", damaged: true)
      let summary = try run(ranks, folder, to: "out")[0]
      #expect(summary.fieldsFoundDone == 1)
      #expect(try bytes(out) == alone)
      // Files with numbers, as one process leaves them; the last field is missing.
      try FileManager.default.removeItem(atPath: "\(out)/\(names[names.count - 1])")
      #expect(try run(ranks, folder, to: "out")[0].fieldsFoundDone == 3)
      #expect(try bytes(out) == alone)
    }
  }

  @Test func theFilesOfAnotherRunAreNotTouchedUnlessAsked() throws {
    try withFields { folder, alone in
      let out = "\(folder)/out"
      try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
      let path = "\(out)/field-00000-00001.fits"
      try alone["cutouts-00000.fits"]?.write(to: URL(fileURLWithPath: path))
      var other = ingestion(out)
      other.settings.detection.threshold = 5
      #expect(
        sentence { _ = try other.run(files: ["\(folder)/frames"]) }
          == "the folder \(out) holds the cutouts of other frames or settings "
          + "(field-00000-00001.fits); choose another with --out or delete that folder")
      #expect(try bytes(out) == ["field-00000-00001.fits": alone["cutouts-00000.fits"]])
      other.replacing = true
      let summary = try other.run(files: ["\(folder)/frames"])
      #expect(summary.fieldsFoundDone == 0 && summary.counts.kept > 0)
      #expect(try bytes(out).keys.allSatisfy { $0.hasPrefix("cutouts-") })
    }
  }

  /// A field that cannot be read, and one of another scale, are told in the order of the fields.
  @Test func whatIsLeftOutIsToldAsByOneProcess() throws {
    try withFields { folder, _ in
      let frame = "\(folder)/frames/frame-r-000094-2-0011.fits"
      let whole = try Data(contentsOf: URL(fileURLWithPath: frame))
      try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: frame))
      var told = [[String]]()
      for count in [1, 3] {
        let results = try RanksOfThreads.results(of: count) { [self] ranks in
          var some = ingestion("\(folder)/some\(count)", ranks)
          some.keepsGoing = true
          var warnings: [String] = []
          let summary = try some.run(
            files: ["\(folder)/frames"], warn: { warnings.append($0.text) })
          return (warnings, summary.skipped.map(\.name), summary.counts.kept)
        }
        told.append(results[0].0 + results[0].1 + ["\(results[0].2)"])
      }
      #expect(told[0] == told[1] && told[0].contains { $0.hasPrefix("skipped ") })
      #expect(try bytes("\(folder)/some3") == bytes("\(folder)/some1"))
    }
  }
}
