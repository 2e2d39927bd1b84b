import FITS
import Foundation
import Simulation
import Sky
import Testing

/// Crowded skies, tilted point spreads and amplifier steps.
@Suite struct ImperfectSkiesTests {
  private func settings(_ fields: Int) -> SurveySimulator.Settings {
    var settings = SurveySimulator.Settings(fields: fields, seed: 11)
    (settings.width, settings.height) = (320, 256)
    return settings
  }

  @Test(arguments: [
    ([2.0], 3, [2.0, 2, 2]), ([0.3, 30], 3, [0.3, 3, 30]), ([1, 4], 2, [1, 4]),
    ([1, 2, 8], 3, [1, 2, 8]), ([0.5, 2], 1, [0.5]), ([4, 1], 3, [4, 2, 1]),
  ])
  func `densities are one for all, two ends or a list`(
    given: [Double], fields: Int, expected: [Double]
  ) {
    let densities = StarDensities(given)
    for (field, value) in expected.enumerated() {
      #expect(abs(densities.ofField(field, of: fields) - value) < 1e-12)
    }
  }

  @Test func `a field holds as many times the stars as it was given, and the same galaxies`() throws
  {
    var settings = settings(3)
    (settings.width, settings.height) = (2048, 1489)
    settings.bands = ["r"]
    let usual = try (0..<3).map { try SimulatedField($0, settings: settings) }
    settings.starDensities = StarDensities([0.3, 30])
    let mixed = try (0..<3).map { try SimulatedField($0, settings: settings) }
    func stars(_ field: SimulatedField) -> Double { Double(field.sources.count(where: \.isStar)) }
    func galaxies(_ field: SimulatedField) -> Double { Double(field.sources.count) - stars(field) }
    for (field, factor) in zip(mixed.indices, [0.3, 3, 30]) {
      let expected = factor * stars(usual[field])
      let deviation = (expected + factor * expected).squareRoot()
      #expect(abs(stars(mixed[field]) - expected) < 5 * deviation)
      #expect(abs(galaxies(mixed[field]) / galaxies(usual[field]) - 1) < 0.2)
    }
  }

  @Test func `a tilt changes width and ellipticity from edge to edge, and nothing else`() throws {
    var settings = settings(1)
    let camera = try #require(SimulatedCamera.named("r"))
    let level = SimulatedFrame(try SimulatedField(0, settings: settings), camera: camera)
    settings.psfTilt = 0.05
    let tilted = SimulatedFrame(try SimulatedField(0, settings: settings), camera: camera)
    #expect(level.spread.width == tilted.spread.width && level.noise == tilted.noise)
    func difference(_ x: Double, _ y: Double) -> (width: Double, e1: Double, e2: Double) {
      func shape(_ frame: SimulatedFrame) -> (Double, Double, Double) {
        let part = frame.spread.gaussians(atX: x, y: y)[0]
        let size = part.xx + part.yy
        return (size.squareRoot(), (part.xx - part.yy) / size, 2 * part.xy / size)
      }
      let (a, b) = (shape(tilted), shape(level))
      return (a.0 / b.0 - 1, a.1 - b.1, a.2 - b.2)
    }
    let middle = difference(0, 0)
    #expect(abs(middle.width) + abs(middle.e1) + abs(middle.e2) < 1e-12)
    let (right, up) = (difference(1, 0), difference(0, 1))
    for (along, across) in [(right.width, up.width), (right.e1, up.e1), (right.e2, up.e2)] {
      #expect(abs(hypot(along, across) - 0.05) < 0.006)
    }
    let left = difference(-1, 0)
    #expect(abs(left.e1 + right.e1) < 1e-9 && abs(left.e2 + right.e2) < 1e-9)
  }

  @Test func `amplifier steps lift halves of a frame and nothing else`() throws {
    var settings = settings(1)
    let camera = try #require(SimulatedCamera.named("i"))
    var even = SimulatedFrame(try SimulatedField(0, settings: settings), camera: camera)
    settings.amplifierSteps = 2
    var stepped = SimulatedFrame(try SimulatedField(0, settings: settings), camera: camera)
    let (before, after) = (try even.pixels(), try stepped.pixels())
    // Pixels at their largest or missing ones aside, each half differs by one number.
    var levels: [[Float]] = [[], []]
    for index in before.indices where before[index] < 5 && before[index].isFinite {
      levels[index % 320 / 160].append(after[index] - before[index])
    }
    for half in levels {
      let spread = (half.max() ?? 0) - (half.min() ?? 0)
      #expect(half.count > 30_000 && spread < 1e-5)
    }
    #expect(abs(levels[0][0] - levels[1][0]) > 0.1 * Float(even.noise))
  }

  /// Sums of the data of seed 11, as they were before any of this could be asked for.
  @Test func `the default survey is the same, pixel by pixel, as ever`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("simulator-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let summary = try SurveySimulator(settings(2)).write(to: folder)
    let sums = try summary.frames.map { try FITSFile(reading: $0).header(of: 0).string("DATASUM") }
    #expect(sums == Self.sums)
  }

  private static let sums: [String?] = [
    "3325168194", "211968008", "728563181", "3090079014", "1176621956", "536541844", "3803404815",
    "1045638751", "2699753304", "3136650303",
  ]

  @Test func `densities and tilts without sense are refused with a sentence`() {
    var three = settings(4)
    three.starDensities = StarDensities([1, 2, 3])
    #expect(
      throws: SurveyError(
        "cannot simulate 4 fields with 3 densities of stars; give one for all, two for the first "
          + "and the last field, or 4")
    ) { try SurveySimulator(three) }
    var tilted = settings(1)
    tilted.psfTilt = 0.5
    #expect(
      throws: SurveyError(
        "cannot simulate a point spread that tilts by 0.5 with amplifier steps of 0.0; choose "
          + "tilts up to 0.2 and steps up to 10")
    ) { try SurveySimulator(tilted) }
  }
}
