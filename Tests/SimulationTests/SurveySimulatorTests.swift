import FITS
import Foundation
import Simulation
import Sky
import Tensors
import TestSupport
import Testing

@Suite struct SurveySimulatorTests {
  private func settings(_ fields: Int = 1, seed: UInt64 = 11) -> SurveySimulator.Settings {
    var settings = SurveySimulator.Settings(fields: fields, seed: seed)
    (settings.width, settings.height) = (320, 256)
    return settings
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulator-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func contents(_ summary: SurveySimulator.Summary) throws -> [Data] {
    try (summary.frames + [summary.catalog]).map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
  }

  @Test func `the same seed gives the same bytes with any number of threads`() throws {
    try withFolder { folder in
      let simulator = try SurveySimulator(settings(2))
      let one = try simulator.write(to: "\(folder)/1", workers: Workers(threads: 1))
      let many = try simulator.write(to: "\(folder)/3", workers: Workers(threads: 3))
      let other = try SurveySimulator(settings(2, seed: 12)).write(to: "\(folder)/s")
      #expect(one.frames.count == 10)
      let (a, b, c) = (try contents(one), try contents(many), try contents(other))
      #expect(a == b)
      #expect(zip(a, c).allSatisfy { $0 != $1 })
    }
  }

  @Test func `frames are named and described like those of SDSS`() throws {
    try withFolder { folder in
      var done: [Int] = []
      let summary = try SurveySimulator(settings(2)).write(to: folder) { done.append($0) }
      #expect(done == [1, 2])
      let names = summary.frames.map { URL(fileURLWithPath: $0).lastPathComponent }
      #expect(names.first == "frame-u-100011-1-0011.fits")
      #expect(names.last == "frame-z-100011-2-0011.fits")
      let file = try FITSFile(reading: summary.frames[2])
      let header = try file.header(of: 0)
      #expect(header.string("FILTER") == "r" && header.int("RUN") == 100_011)
      #expect(header.string("BUNIT") == "nanomaggy" && header.double("GAIN") == 4.7)
      #expect(try file.image(of: 0).shape == [256, 320])
      #expect(abs(try WCS(header: header).pixelScale - 0.396) < 1e-4)
    }
  }

  @Test func `the catalog's positions are where the light is`() throws {
    try withFolder { folder in
      var settings = settings(1, seed: 3)
      (settings.brightLimit, settings.faintLimit) = (17, 19.5)
      (settings.cosmicRays, settings.badColumns, settings.blankRegions) = (0, 0, 0)
      (settings.starDensities, settings.galaxyDensity) = (StarDensities([8]), 0)
      let summary = try SurveySimulator(settings).write(to: folder)
      let image = try FITSFile(reading: summary.frames[2]).image(of: 0)
      let rows = try String(contentsOfFile: summary.catalog, encoding: .utf8)
        .split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
      let x = try #require(rows[0].firstIndex(of: "x"))
      #expect(rows.count - 1 == summary.stars && summary.galaxies == 0)
      #expect(Array(rows[0][0..<5]) == ["id", "ra", "dec", "class", "mag"])
      var found = 0
      for row in rows.dropFirst() {
        let (column, line) = (
          Int(Double(row[x])!.rounded()) - 1, Int(Double(row[x + 1])!.rounded()) - 1
        )
        #expect(row[3] == "STAR")
        if image.pixels[line * 320 + column] > 0.5 { found += 1 }
      }
      #expect(found == summary.stars && found > 3)
    }
  }

  @Test func `stars and galaxies come in the numbers of the sky`() throws {
    var settings = SurveySimulator.Settings(fields: 1, seed: 9)
    settings.bands = ["r"]
    let fields = try (0..<4).map { try SimulatedField($0, settings: settings) }
    let sources = fields.flatMap(\.sources)
    func count(_ star: Bool, _ range: Range<Double>) -> Double {
      Double(sources.count { $0.isStar == star && range.contains($0.magnitudes[2]) }) / 4
    }
    // An SDSS field of 0.037 square degrees.
    #expect((60...110).contains(count(true, 16..<20)))
    #expect((15...45).contains(count(false, 16..<20)))
    #expect((90...160).contains(count(true, 20..<22.5)))
    #expect((250...450).contains(count(false, 20..<22.5)))
    #expect(Set(fields.map(\.name)).count == 4)
    #expect(fields.allSatisfy { (0.8...1.5).contains($0.seeing) })
  }

  @Test func `settings without sense are refused with a sentence`() {
    var none = settings()
    none.fields = 0
    expect("cannot simulate 0 fields; ask for at least one", none)
    var small = settings()
    small.width = 10
    expect(
      "cannot simulate frames of 10 × 256 pixels; choose 64 to 20,000 along each side", small)
    var band = settings()
    band.bands = ["r", "y"]
    expect("cannot simulate the band y; choose from u, g, r, i, z", band)
    var twice = settings()
    twice.bands = ["r", "r"]
    expect("cannot simulate these bands; name some of u, g, r, i, z, each once", twice)
  }

  private func expect(_ message: String, _ settings: SurveySimulator.Settings) {
    #expect(throws: SurveyError(message)) { try SurveySimulator(settings) }
  }
}
