import FITS
import Foundation
import Simulation
import Sky
import TestSupport
import Testing

/// Galaxies that are put in to be found, and frames without noise.
@Suite struct StrangeSourcesTests {
  private func settings(share: Double) -> SurveySimulator.Settings {
    var settings = SurveySimulator.Settings(fields: 1, seed: 17)
    (settings.width, settings.height, settings.strangeShare) = (1024, 1024, share)
    settings.bands = ["r"]
    return settings
  }

  @Test func `they come in the share that was asked for, and change nothing else`() throws {
    let usual = try SimulatedField(0, settings: settings(share: 0)).sources
    let more = try SimulatedField(0, settings: settings(share: 0.1)).sources
    for (a, b) in zip(usual, more) {
      #expect(a.ra == b.ra && a.magnitudes == b.magnitudes && b.strangeness == nil && !b.isPart)
    }
    let strange = more.dropFirst(usual.count).filter { !$0.isPart }
    let expected = 0.1 * Double(usual.count)
    #expect(abs(Double(strange.count) - expected) < 4 * expected.squareRoot())
    #expect(Set(strange.map(\.strangeness)) == Set(Strangeness.allCases.map(Optional.some)))
    // What is a part lies at the source before it: an arc around its lens.
    for index in usual.count..<more.count where more[index].isPart {
      #expect(more[index].ra == more[index - 1].ra && more[index - 1].strangeness != nil)
    }
  }

  @Test func `truth names them, and no part of one`() throws {
    try withTemporaryFolder { folder in
      let settings = settings(share: 0.05)
      _ = try SurveySimulator(settings).write(to: folder)
      let sources = try SimulatedField(0, settings: settings).sources
      let lines = try String(contentsOfFile: "\(folder)/truth.csv", encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      #expect(lines[0].suffix(2) == ["redshift", "oddity"])
      let numbers = lines.dropFirst().compactMap {
        $0[0].split(separator: "-").last.flatMap { Int($0) }
      }
      for (number, line) in zip(numbers, lines.dropFirst()) {
        let source = sources[number - 1]
        #expect(!source.isPart && line.last ?? "?" == source.strangeness?.rawValue ?? "")
        #expect((Double(line[line.count - 2]) ?? -1 > 0) == !source.isStar)
      }
      #expect(lines.dropFirst().contains { $0.last == "ring" })
    }
  }

  @Test func `frames without noise differ from the others by noise alone`() throws {
    try withTemporaryFolder { folder in
      var settings = settings(share: 0)
      settings.cosmicRays = 0
      let clean = "\(folder)/clean"
      let summary = try SurveySimulator(settings).write(to: "\(folder)/noisy", noiseFreeTo: clean)
      let alone = try SurveySimulator(settings).write(to: "\(folder)/alone")
      let name = URL(fileURLWithPath: summary.frames[0]).lastPathComponent
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: summary.frames[0]))
          == Data(contentsOf: URL(fileURLWithPath: alone.frames[0])), "the frames are as they were")
      func pixels(_ path: String) throws -> [Float] {
        try FITSFile(reading: path).image(of: 0).pixels
      }
      let rest = zip(try pixels(summary.frames[0]), try pixels("\(clean)/\(name)"))
        .map { Double($0 - $1) }.filter(\.isFinite)
      let frame = SimulatedFrame(
        try SimulatedField(0, settings: settings), camera: try #require(.named("r")))
      // By quantiles: saturated stars lack light.
      let sorted = rest.sorted()
      func quantile(_ share: Double) -> Double { sorted[Int(share * Double(rest.count))] }
      let spread = (quantile(0.8413) - quantile(0.1587)) / 2
      #expect(abs(quantile(0.5)) < 0.1 * frame.noise && abs(spread / frame.noise - 1) < 0.05)
      #expect(try pixels("\(clean)/\(name)").min() ?? -1 >= 0)
    }
  }
}
