import Cutouts
import Files
import Foundation
import Ingestion
import Sky
import Sources
import Tensors
import TestSupport
import Testing

/// Artificial stars in painted frames: the same in every band but for a shift.
@Suite struct StarInjectionTests {
  /// Four bright stars far apart, and a crowd of faint ones.
  private static let sky: PaintedSky = {
    var sky = PaintedSky()
    (sky.width, sky.height, sky.noise) = (520, 420, 0.004)
    for (x, y) in [(90.3, 80.1), (420.7, 90.4), (110.2, 330.6), (400.5, 300.2)] {
      sky.stars.append(.init(x: x, y: y, flux: 200))
    }
    for (x, y) in [(250.0, 60.0), (260.0, 200.0), (60.0, 210.0), (330.0, 370.0)] {
      sky.stars.append(.init(x: x, y: y, flux: 2))
    }
    return sky
  }()

  private func ingest(
    _ folder: String, to out: String, _ injection: StarInjection?, threads: Int = 2
  ) throws -> CutoutSet {
    var settings = IngestSettings()
    settings.size = 32
    var ingestion = Ingestion(
      settings, out: "\(folder)/\(out)",
      provenance: Provenance(program: "galaxy-aep test", command: "galaxy-aep ingest"),
      workers: Workers(threads: threads))
    ingestion.injection = injection
    let summary = try ingestion.run(files: ["\(folder)/frames"])
    let set = try CutoutSet(opening: "\(folder)/\(out)")
    #expect(summary.counts.artificial == Self.artificial(set).count)
    if injection != nil, summary.counts.artificial > 0 {
      #expect(
        summary.description.contains(
          "injected \(summary.counts.artificial) artificial stars among them (FLAGS 4096)"))
    }
    return set
  }

  private static func artificial(_ set: CutoutSet) -> [CutoutRecord] {
    set.records.filter { $0.flags.contains(.artificial) }
  }

  /// The bright stars of a set as anchors.
  private func injection(of set: CutoutSet, count: Int = 20, seed: UInt64 = 1) -> StarInjection {
    let sources = set.records.map {
      ($0.field, SkyPosition(ra: $0.ra, dec: $0.dec), Double($0.mag))
    }
    return StarInjection(
      of: StarAnchors(sources, sure: sources.indices.filter { sources[$0].2 < 18 }, slope: 0.2),
      magnitudes: 18.5...21, starsPerField: count, seed: seed)
  }

  private func withFrames(_ body: (String, CutoutSet) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try Folder.create("\(folder)/frames")
      try Self.sky.write(to: "\(folder)/frames")
      try body(folder, try ingest(folder, to: "plain", nil))
    }
  }

  @Test func copiesAreFoundAsFainterStarsOfTheSameShape() throws {
    try withFrames { folder, plain in
      #expect(plain.count == 8 && Self.artificial(plain).isEmpty)
      let injection = injection(of: plain)
      #expect(injection.anchors.count == 4)
      let set = try ingest(folder, to: "stars", injection)
      let stars = Self.artificial(set)
      #expect(stars.count >= 12)
      for star in stars {
        #expect((18.3...21.2).contains(star.mag))
        // All bands show the same star, each where its own coordinates say.
        for flux in star.flux { #expect(abs(flux / star.flux[2] - 1) < 0.15) }
        let width = try #require(plain.records.first).halfLightRadius
        #expect(abs(star.halfLightRadius / width - 1) < 0.2)
      }
      // What was there before is still there, and is no artificial star.
      for record in plain.records {
        let here = SkyPosition(ra: record.ra, dec: record.dec)
        let again = set.records.filter {
          here.separation(to: SkyPosition(ra: $0.ra, dec: $0.dec)) < 1.2
        }
        #expect(!again.isEmpty && again.allSatisfy { !$0.flags.contains(.artificial) })
      }
    }
  }

  @Test func theSeedDecidesAndTheThreadsDoNot() throws {
    try withFrames { folder, plain in
      func places(_ out: String, seed: UInt64, threads: Int) throws -> [Double] {
        let set = try ingest(folder, to: out, injection(of: plain, seed: seed), threads: threads)
        return set.records.flatMap { [$0.x, $0.y, Double($0.mag)] }
      }
      let first = try places("a", seed: 4, threads: 1)
      #expect(try places("b", seed: 4, threads: 3) == first)
      #expect(try places("c", seed: 5, threads: 1) != first)
    }
  }

  @Test func everyCopyTellsWhoseItIs() throws {
    try withFrames { folder, plain in
      let set = try ingest(folder, to: "stars", injection(of: plain))
      for record in set.records {
        guard record.flags.contains(.artificial) else {
          #expect(record.original == nil)
          continue
        }
        let original = try #require(record.original)
        let bright = plain.records.filter {
          original.separation(to: SkyPosition(ra: $0.ra, dec: $0.dec)) < 0.01
        }
        #expect(bright.count == 1 && bright.allSatisfy { $0.mag < 18 })
        // Copies stay within 300 pixels along each axis of the star.
        if let star = bright.first {
          #expect(max(abs(record.x - star.x), abs(record.y - star.y)) < 302)
        }
      }
      #expect(plain.records.allSatisfy { $0.original == nil })
      #expect(Set(Self.artificial(set).compactMap(\.original?.ra)).count > 1)
    }
  }

  /// A field is read once for all passes; the first pass is what it would be alone, and a run that was stopped
  /// between passes ends with the same bytes.
  @Test func passesThroughOneFieldAreAsThoughItWereReadAnew() throws {
    try withFrames { folder, plain in
      let once = try ingest(folder, to: "once", injection(of: plain, count: 5))
      var several = injection(of: plain, count: 5)
      several.passes = 3
      let set = try ingest(folder, to: "several", several)
      let fields = set.records.map(\.field)
      let name = try #require(plain.records.first).field
      #expect(Array(Set(fields)).sorted() == [name, "\(name)~2", "\(name)~3"])
      #expect(set.records.filter { $0.field == name } == once.records)
      func places(_ field: String) -> [Double] {
        Self.artificial(set).filter { $0.field == field }.flatMap { [$0.x, $0.y] }
      }
      #expect(places("\(name)~2") != places("\(name)~3"))
      let out = "\(folder)/several"
      func bytes() throws -> [Data] {
        try Folder.names(in: out).sorted().map {
          try Data(contentsOf: URL(filePath: "\(out)/\($0)"))
        }
      }
      let whole = try bytes()
      #expect(whole.count == 3)
      for left in 1...2 {
        for name in try Folder.names(in: out).sorted().dropFirst(left) {
          try FileManager.default.removeItem(atPath: "\(out)/\(name)")
        }
        _ = try ingest(folder, to: "several", several)
        #expect(try bytes() == whole)
      }
    }
  }

  @Test func aFieldWithoutAnchorsStaysAsItIs() throws {
    try withFrames { folder, plain in
      var injection = injection(of: plain)
      injection.anchors = StarAnchors(
        [("elsewhere", SkyPosition(ra: 10, dec: 10), 17)], sure: [0], slope: 0.2)
      let set = try ingest(folder, to: "stars", injection)
      #expect(set.records.map(\.id) == plain.records.map(\.id))
      #expect(Self.artificial(set).isEmpty)
    }
  }

  @Test func crowdedStarsAreNoAnchors() {
    let sources = [
      ("f", SkyPosition(ra: 10, dec: 0), 16.0), ("f", SkyPosition(ra: 10.001, dec: 0), 20.0),
      ("f", SkyPosition(ra: 10.1, dec: 0), 16.0), ("f", SkyPosition(ra: 10.2, dec: 0), .nan),
    ]
    #expect(StarAnchors(sources, sure: [0, 2, 3], slope: 0).count == 1)
    #expect(StarAnchors(sources, sure: [], slope: 0).count == 0)
  }

  @Test func aSetOfAnotherInjectionIsNotContinued() throws {
    try withFrames { folder, plain in
      _ = try ingest(folder, to: "stars", injection(of: plain))
      #expect(throws: (any Error).self) {
        try ingest(folder, to: "stars", injection(of: plain, count: 10))
      }
    }
  }
}
