import FITS
import Segments
import Simulation
import TestSupport
import Testing

/// What one band alone shows: by hand, and on simulated fields with and without artefacts.
@Suite struct LoneLightTests {
  /// A band of one row: its light, and the digits of its sources.
  private static func band(
    _ light: [Float], _ sources: String, elongations: [Double] = [1, 1]
  ) -> BandLight {
    let numbers = sources.map { Int32(String($0)) ?? 0 }
    return BandLight(
      light: light, numbers: numbers,
      elongations: Array(elongations.prefix(Int(numbers.max() ?? 0))))
  }

  private static func lone(_ bands: BandLight...) -> String {
    LoneLight(bands).isLone.map { $0 ? "*" : "." }.joined()
  }

  private static let dark: [Float] = [0, 0, 0, 0, 0, 0]

  @Test func `bright in one band and in no other is lone, not what another shows a twentieth of`() {
    // Four pixels of 60: 120 times their noise.
    let bright: [Float] = [0, 60, 60, 60, 60, 0]
    let dark = Self.band(Self.dark, "......")
    #expect(Self.lone(Self.band(bright, ".1111."), dark, dark) == ".****.")
    #expect(Self.lone(dark, Self.band(bright, ".1111."), dark) == ".****.")
    // A twentieth of it is 3 a pixel, 6 times their noise.
    #expect(
      Self.lone(Self.band(bright, ".1111."), Self.band(bright.map { $0 / 21 }, "......"), dark)
        == ".****.")
    #expect(
      Self.lone(Self.band(bright, ".1111."), Self.band(bright.map { $0 / 19 }, "......"), dark)
        == "......")
    // Fainter than twenty times its noise nothing can be said: 9.9·√4 = 19.8.
    #expect(Self.lone(Self.band(bright.map { $0 / 60 * 9.9 }, ".1111."), dark, dark) == "......")
    #expect(Self.lone(Self.band(bright.map { $0 / 60 * 10.1 }, ".1111."), dark, dark) == ".****.")
  }

  @Test func `a source that a trail crosses stays one`() {
    let trail: [Float] = [40, 40, 40, 40, 40, 40]
    let crossed = Self.band([0, 0, 0, 0, 30, 30], "....11")
    #expect(
      Self.lone(Self.band(trail, "111111"), crossed, Self.band([0, 0, 0, 0, 20, 25], "....11"))
        == "****..")
  }

  @Test func `the reddest band may be alone, but for a streak; what is not shown says nothing`() {
    let bright: [Float] = [0, 60, 60, 60, 60, 0]
    let dark = Self.band(Self.dark, "......")
    func red(_ elongation: Double) -> BandLight {
      Self.band(bright, ".1111.", elongations: [elongation])
    }
    #expect(Self.lone(dark, dark, red(3.9)) == "......")
    #expect(Self.lone(dark, dark, red(4.1)) == ".****.")
    let missing = Self.band(Self.dark.map { _ in .nan }, "......")
    #expect(Self.lone(Self.band(bright, ".1111."), missing, missing) == "......")
    #expect(Self.lone(Self.band(bright, ".1111."), missing, dark) == ".****.")
  }

  @Test func `two bands tell nothing alone`() {
    let bright: [Float] = [0, 60, 60, 60, 60, 0]
    #expect(Self.lone(Self.band(bright, ".1111."), Self.band(Self.dark, "......")) == "......")
  }

  /// What is lone in a simulated field of the given artefacts, and its truth map.
  private func field(
    in folder: String, cosmicRays: Double, trails: Double
  ) throws -> (lone: [Bool], classes: [Float]) {
    var settings = SurveySimulator.Settings(fields: 1, seed: 12)
    (settings.width, settings.height) = (420, 330)
    (settings.badColumns, settings.blankRegions) = (0, 0)
    (settings.cosmicRays, settings.trails) = (cosmicRays, trails)
    let written = try SurveySimulator(settings).write(
      to: "\(folder)/frames", mapsTo: "\(folder)/maps")
    let image = try SeenFields(["\(folder)/frames"], workers: .all).image(0)
    return (
      try LoneLight(in: image, workers: .all).isLone,
      try FITSFile(reading: written.maps[0]).image(of: 1).pixels
    )
  }

  @Test func `trails and cosmic rays of a simulated field are told, its sources are not`() throws {
    try withTemporaryFolder { folder in
      let (lone, classes) = try field(in: folder, cosmicRays: 200, trails: 3)
      let artefacts = classes.indices.filter { classes[$0] == 3 }
      #expect(artefacts.count > 1000)
      let told = artefacts.count { lone[$0] }
      #expect(Double(told) > 0.6 * Double(artefacts.count))
      let sources = classes.indices.filter { [1, 2].contains(classes[$0]) }
      #expect(sources.count > 500)
      let wrong = sources.count { lone[$0] }
      #expect(Double(wrong) < 0.02 * Double(sources.count))
    }
  }

  @Test func `a clean field has no lone light in its sources`() throws {
    try withTemporaryFolder { folder in
      let (lone, classes) = try field(in: folder, cosmicRays: 0, trails: 0)
      let sources = classes.indices.filter { [1, 2].contains(classes[$0]) }
      #expect(sources.count > 500)
      let wrong = sources.count { lone[$0] }
      #expect(wrong == 0)
    }
  }

  @Test func `a band that shows next to nothing of the field says nothing, and ends nothing`()
    throws
  {
    try withTemporaryFolder { folder in
      let layouts = Layouts(folder: folder)
      let paths = try PaintedSky.bands.map { band in
        try layouts.write(band, as: "frame-\(band)-000094-2-0017.fits") { header in
          guard band == "z" else { return }
          let shift = Double(layouts.sky.width - 6)
          header.set("CRPIX1", .double((header.double("CRPIX1") ?? 0) - shift))
        }
      }
      let image = try SeenFields(paths, workers: .all).image(0)
      let lone = try LoneLight(in: image, workers: .all).isLone
      #expect(lone.count == image.width * image.height)
      #expect(lone.count { $0 } < lone.count / 100)
    }
  }
}
