import FITS
import Foundation
import Simulation
import Testing

/// Frames in the likeness of every survey, read as that survey's documents say.
@Suite struct SurveyLikenessTests {
  private func settings(_ name: String) throws -> SurveySimulator.Settings {
    let likeness = try #require(SurveyLikeness.named(name))
    var settings = SurveySimulator.Settings(fields: 1, seed: 5, likeness: likeness)
    (settings.width, settings.height) = (320, 256)
    (settings.cosmicRays, settings.blankRegions, settings.badColumns) = (0, 400, 0)
    return settings
  }

  private func withSurvey(
    _ name: String, _ change: (inout SurveySimulator.Settings) -> Void = { _ in },
    _ body: (SurveySimulator.Summary) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("likeness-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var settings = try settings(name)
    change(&settings)
    try body(SurveySimulator(settings).write(to: folder))
  }

  /// An image in nanomaggies, its world coordinates, and 1/σ² in nanomaggies where it says so.
  private struct Light {
    var pixels: [Float]
    var inverse: [Float]?
    var wcs: WCS
    let width = 320
  }

  /// Reads one band as the survey documents it.
  private func light(_ name: String, _ files: [String], band: String) throws -> Light {
    func file(_ ending: String) throws -> FITSFile {
      try FITSFile(reading: try #require(files.first { $0.hasSuffix(ending) }))
    }
    func factor(_ zero: Double?) throws -> Float {
      Float(pow(10, 0.4 * (22.5 - (try #require(zero)))))
    }
    func light(
      _ file: borrowing FITSFile, _ unit: Int, scale: Float, sky: Float = 0,
      inverse: [Float]? = nil
    ) throws -> Light {
      Light(
        pixels: try file.image(of: unit).pixels.map { ($0 - sky) * scale },
        inverse: inverse.map { $0.map { $0 / scale / scale } },
        wcs: try WCS(header: try file.header(of: unit)))
    }
    switch name {
    case "des":
      let tile = try file("_\(band).fits")
      #expect(
        try (1...3).map { try tile.header(of: $0).string("EXTNAME") } == ["SCI", "MSK", "WGT"])
      let header = try tile.header(of: 1)
      #expect(header.string("FILTER")?.hasPrefix("\(band) DECam") == true)
      return try light(
        tile, 1, scale: factor(header.double("MAGZERO")), inverse: tile.image(of: 3).pixels)
    case "hsc":
      let coadd = try file("HSC-\(band.uppercased())-9813-0,0.fits")
      #expect(
        try (1...3).map { try coadd.header(of: $0).string("EXTNAME") } == [
          "IMAGE", "MASK", "VARIANCE",
        ])
      let zero = try #require(try coadd.header(of: 0).double("FLUXMAG0"))
      return try light(
        coadd, 1, scale: factor(2.5 * log10(zero)),
        inverse: coadd.image(of: 3).pixels.map { $0.isFinite ? 1 / $0 : 0 })
    case "ztf":
      let image = try file("_z\(band)_c01_o_q1_sciimg.fits")
      let header = try image.header(of: 0)
      let pixels = try image.image(of: 0).pixels.filter(\.isFinite).sorted()
      #expect(pixels[pixels.count / 2] > 100)
      return try light(
        image, 0, scale: factor(header.double("MAGZP")), sky: pixels[pixels.count / 2])
    case "ps1":
      let image = try file(".stk.\(band).unconv.fits")
      let header = try image.header(of: 0)
      let (soft, offset) = (
        try #require(header.double("BSOFTEN")), try #require(header.double("BOFFSET"))
      )
      let seconds = try #require(header.double("EXPTIME"))
      let scale = try factor(25 + 2.5 * log10(seconds))
      let alpha = 2.5 / log(10)
      let variance = try file(".stk.\(band).unconv.wt.fits").image(of: 0).pixels
      return Light(
        pixels: try image.image(of: 0).pixels.map { pixel in
          let p = Double(pixel) / alpha
          return Float(offset + soft * (exp(p) - exp(-p))) * scale
        },
        inverse: variance.map { $0.isFinite ? 1 / $0 / scale / scale : 0 },
        wcs: try WCS(header: header))
    case "legacy":
      return try light(
        file("-image-\(band).fits"), 0, scale: 1,
        inverse: try file("-invvar-\(band).fits").image(of: 0).pixels)
    default:
      return try light(
        file("_\(band)_sci.fits"), 0, scale: factor(0),
        inverse: try file("_\(band)_wei.fits").image(of: 0).pixels)
    }
  }

  private static let surveys = ["des", "hsc", "ztf", "ps1", "legacy", "kids"]

  @Test(arguments: surveys)
  func `stars have their magnitudes and places in every band`(name: String) throws {
    try withSurvey(name) { settings in
      settings.saturation = false
      settings.blankRegions = 0
      settings.brightLimit = name == "ztf" ? 15 : 18
      settings.faintLimit = settings.brightLimit + 2
      // About fourteen stars.
      let area = 320 * 256 * pow(settings.pixelScale / 3600, 2)
      settings.starDensities = StarDensities([14 / area / (name == "ztf" ? 500 : 1600)])
      settings.galaxyDensity = 0
    } _: { summary in
      let rows = try String(contentsOfFile: summary.catalog, encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
      #expect(rows.count > 8)
      let bands = try #require(SurveyLikeness.named(name)).cameras.map(\.band)
      for band in bands {
        let image = try light(name, summary.frames, band: band)
        let column = try #require(rows[0].firstIndex(of: band))
        var residuals: [Double] = []
        for row in rows.dropFirst() {
          let (ra, dec) = (try #require(Double(row[1])), try #require(Double(row[2])))
          let place = try image.wcs.pixel(ra: ra, dec: dec)
          let (x, y) = (Int(place.x.rounded()), Int(place.y.rounded()))
          guard (24..<296).contains(x), (24..<232).contains(y) else { continue }
          var sum = 0.0
          for j in (y - 20)...(y + 20) {
            for i in (x - 20)...(x + 20) where hypot(Double(i - x), Double(j - y)) < 18 {
              sum += Double(image.pixels[j * 320 + i])
            }
          }
          residuals.append(22.5 - 2.5 * log10(sum) - (try #require(Double(row[column]))))
        }
        let middle = residuals.sorted()[residuals.count / 2]
        #expect(abs(middle) < 0.1, "\(name) \(band) \(residuals)")
      }
    }
  }

  @Test(arguments: surveys.filter { $0 != "ztf" })
  func `weights are the inverse of the noise, and nothing where nothing was seen`(name: String)
    throws
  {
    try withSurvey(name) { settings in
      settings.starDensities = StarDensities([0])
      settings.galaxyDensity = 0
    } _: { summary in
      let image = try light(name, summary.frames, band: "g")
      let inverse = try #require(image.inverse)
      var values: [Float] = []
      for (pixel, weight) in zip(image.pixels, inverse) where weight > 0 {
        values.append(pixel * weight.squareRoot())
      }
      let sorted = values.sorted()
      let spread = (sorted[sorted.count * 84 / 100] - sorted[sorted.count * 16 / 100]) / 2
      #expect(abs(spread - 1) < 0.03)
      let missing = inverse.count { $0 == 0 }
      #expect((20...40_000).contains(missing))
    }
  }

  @Test func `masks say what is wrong, and detected sources are not`() throws {
    try withSurvey("hsc") {
      $0.cosmicRays = 100
    } _: { summary in
      let coadd = try FITSFile(reading: summary.frames[1])
      let header = try coadd.header(of: 2)
      #expect(header.int("MP_DETECTED") == 5 && header.int("MP_NO_DATA") == 8)
      #expect(header.int("BITPIX") == 32)
      let mask = try coadd.image(of: 2).pixels.map { Int($0) }
      let image = try coadd.image(of: 1).pixels
      #expect(mask.contains { $0 & 1 << 5 != 0 } && mask.contains { $0 & 1 << 3 != 0 })
      #expect(zip(mask, image).allSatisfy { ($0 & 1 << 8 != 0) == $1.isNaN })
    }
    try withSurvey("legacy") { _ in
    } _: { summary in
      let path = try #require(summary.frames.last)
      #expect(path.hasSuffix("-maskbits.fits"))
      let mask = try FITSFile(reading: path).image(of: 0).pixels.map { Int($0) }
      #expect(mask[0] & 1 == 1 && mask[128 * 320 + 160] & 1 == 0)
      #expect(mask.contains { $0 & 1 << 6 != 0 })
    }
  }

  @Test func `files are named as the survey names them`() throws {
    let first = [
      "des": "DES1652+2113_r4575p01_g.fits", "hsc": "calexp-HSC-G-9813-0,0.fits",
      "ztf": "ztf_20250301295145_000401_zg_c01_o_q1_sciimg.fits",
      "ps1": "rings.v3.skycell.1784.000.stk.g.unconv.fits",
      "legacy": "legacysurvey-2531p212-image-g.fits",
      "kids": "KiDS_DR4.0_253.1_21.2_u_sci.fits",
    ]
    for name in Self.surveys {
      try withSurvey(name) {
        $0.seed = 1
      } _: { summary in
        let path = try #require(summary.frames.first)
        #expect(path.hasSuffix("/" + (first[name] ?? "?")))
        let planes = try #require(SurveyLikeness.named(name)).numbersPerPixel
        #expect(Set(summary.frames).count == summary.frames.count && planes > 0)
      }
    }
  }

  @Test func `the fields of a survey lie apart and have names of their own`() throws {
    for name in Self.surveys {
      try withSurvey(name) { settings in
        settings.fields = 8
        (settings.width, settings.height) = (64, 64)
        settings.bands = ["r"]
      } _: { summary in
        #expect(Set(summary.frames).count == summary.frames.count)
        #expect(summary.frames.count >= 8)
      }
    }
  }
}
