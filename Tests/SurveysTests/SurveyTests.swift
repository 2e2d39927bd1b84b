import Foundation
import Sky
import Surveys
import TestSupport
import Testing

@Suite struct SurveyTests {
  /// Every file in surveys/ is part of the program under its own name, and says where its survey is documented.
  @Test func theProgramKnowsEveryFileOfTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("surveys").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == SurveyLibrary.names.map { "\($0).yaml" }.sorted())
    for survey in try SurveyLibrary().surveys {
      #expect(files.contains("\(survey.name).yaml"))
      #expect(survey.source.hasPrefix("http"), "\(survey.name)")
      #expect(try Survey(reading: "\(folder)/\(survey.name).yaml").text == survey.text)
    }
  }

  @Test func aSurveyIsChosenByNameOrFile() throws {
    #expect(try SurveyLibrary(choosing: "des").survey(named: "anything")?.name == "des")
    #expect(try SurveyLibrary(choosing: "generic").surveys.isEmpty)
    #expect(
      sentence { _ = try SurveyLibrary(choosing: "dess") }
        == "there is no survey 'dess'; those that come with the program are sdss, sdss-raw, legacy, des, "
        + "decam, ps1, kids, vista, wfcam, casu, hsc, cfht, ztf, hst, jwst, spitzer, euclid, wise, unwise, twomass, "
        + "galex, generic, and a file of your own ends in .yaml"
    )
    #expect(
      sentence { _ = try SurveyLibrary(choosing: "/nowhere/mine.yaml") }
        == "cannot find the survey /nowhere/mine.yaml; check the name")
    try withTemporaryFolder { folder in
      let path = "\(folder)/mine.yaml"
      try Data("survey: my-survey\nplanes:\n- {file: \"{field}_{band}.fits\", is: light}\n".utf8)
        .write(to: URL(fileURLWithPath: path))
      let reading = try SurveyLibrary(choosing: path).survey(named: "x")?.reading(stem: "x_g")
      #expect(reading?.role == .image && reading?.field == "x" && reading?.band == "g")
      #expect(reading?.rule == "line 3 of mine.yaml")
    }
  }

  @Test(arguments: [
    (
      "survey: x",
      "cannot read the survey x.yaml: it says of no plane what it is; give `planes:`, a list such as "
        + "- {file: \"*_{band}_sci.fits\", is: light}"
    ),
    ("title: x", "cannot read the survey x.yaml: it has no name; begin with `survey: NAME`"),
    ("", "cannot read the survey x.yaml: it is empty"),
    (
      "survey: x\nplane: []",
      "cannot read the survey x.yaml: line 2 has 'plane', but only survey, title, see, "
        + "recognise, planes, names, words, bands, light, mask mean something there"
    ),
    (
      "survey: x\nplanes:\n- {file: \"*.fits\"}",
      "cannot read the survey x.yaml: line 3 does not say what the plane "
        + "is; add `is:` and one of light, mask, not light, inverse variance, sigma, variance, weight"
    ),
    (
      "survey: x\nplanes:\n- {file: \"*.fits\", is: lihgt}",
      "cannot read the survey x.yaml: line 3 should be one of "
        + "light, mask, not light, inverse variance, sigma, variance, weight"
    ),
    (
      "survey: x\nplanes:\n- {file: \"*.jpg\", is: light}",
      "cannot read the survey x.yaml: line 3 should be a pattern "
        + "of file names that ends in .fits (which stands for .fit, .fits.gz and their like), with *, ?, [0-9], {band} "
        + "and {field}"
    ),
    (
      "survey: x\nplanes:\n- {is: light}\nmask:\n  bits: {SAT: 99}",
      "cannot read the survey x.yaml: line 5 should be a "
        + "number from 0.0 to 63.0"
    ),
    (
      "survey: x\nplanes:\n- {is: light}\nmask:\n  bad: [SAT]",
      "cannot read the survey x.yaml: line 5 calls SAT bad, "
        + "which is not among its bits"
    ),
    (
      "survey: x\nplanes:\n- {is: light}\nlight:\n  calibrated by:\n  - {zeropoint: 3}",
      "cannot read the survey "
        + "x.yaml: line 6 has 'zeropoint', but only unit, zero point, flux of magnitude 0, flux of magnitude 20, "
        + "photflam, photplam, table, per second, extinction, band mean something there"
    ),
    (
      "survey: x\nplanes:\n- {is: light}\nlight:\n  gain: 4.5",
      "cannot read the survey x.yaml: line 5 should name keywords of the header, such as GAIN, not a number (4.5)"
    ),
    (
      "survey: x\nnames: by night\nplanes:\n- {is: light}",
      "cannot read the survey x.yaml: line 2 should be 'of exposures' or 'of fields'"
    ),
    (
      "survey: x\nplanes:\n- {is: light}\nlight:\n  Vega: {J: much}",
      "cannot read the survey x.yaml: line 5 should be a number from -10.0 to 10.0"
    ),
    (
      "- 1", "cannot read the survey x.yaml: line 1 should hold names and values, such as survey: …"
    ),
  ])
  func mistakesAreNamedWithTheirLine(yaml: String, expected: String) {
    #expect(sentence { _ = try Survey(yaml: yaml, path: "x.yaml") } == expected)
  }

  @Test func valuesOfMasks() {
    for value: Float in [1, 2, 4, .nan, .infinity, -1, 0.5, 16_777_216] {
      #expect(MaskRule.marks(value, bad: nil))
    }
    #expect(!MaskRule.marks(0, bad: nil) && !MaskRule.marks(0, bad: 0b1))
    #expect(MaskRule.marks(3, bad: 0b1) && !MaskRule.marks(2, bad: 0b1))
    #expect(
      !MaskRule.marks(Float(1 << 23), bad: 0b1) && MaskRule.marks(Float(1 << 23), bad: 1 << 23))
    // What is no number of bits, or whose low bits are lost, is not trusted.
    for value: Float in [.nan, .infinity, -2, 2.5, Float(1 << 25), 3e9] {
      #expect(MaskRule.marks(value, bad: 0b1), "\(value)")
    }
  }

  /// Whole numbers lose no bit: JWST's 31st beside its first.
  @Test func bitsOfMasks() {
    let high: UInt32 = 1 << 31
    #expect(!MaskRule.marks(bits: high | 4, bad: 0b1) && MaskRule.marks(bits: high | 1, bad: 0b1))
    #expect(MaskRule.marks(bits: high, bad: 1 << 31) && MaskRule.marks(bits: high, bad: nil))
    #expect(!MaskRule.marks(bits: 0, bad: nil))
    // What holds more than 32 bits is not trusted.
    #expect(MaskRule.marks(bits: .max, bad: 0b1))
  }

  /// Zero points of Vega's magnitudes, by band.
  @Test func magnitudesOfVega() throws {
    let light = try Survey(
      yaml:
        "survey: x\nplanes:\n- {is: light}\nlight:\n  Vega: {J: 0.91, \"W*\": unknown}",
      path: "x"
    ).light
    #expect(light.system(of: "J") == .vega(toAB: 0.91))
    #expect(light.system(of: "W1") == .vega(toAB: nil) && light.system(of: "r") == .ab)
  }

  /// Bits by number, by name, by the mask's own header, and by band.
  @Test func badBits() throws {
    func bits(_ mask: String, band: String = "g", _ header: [String: Int] = [:]) throws -> UInt64? {
      try Survey(yaml: "survey: x\nplanes:\n- {is: light}\nmask: \(mask)", path: "x").mask
        .badBits(band: band) { header[$0] }
    }
    #expect(try bits("{}") == nil)
    #expect(try bits("{bad: [0, 3]}") == 0b1001)
    #expect(try bits("{bits: {SAT: 1, OK: 2}, bad: [SAT]}") == 0b10)
    #expect(try bits("{bits: {SAT_G: 2, SAT_R: 3}, bad: [\"SAT_{BAND}\"]}", band: "r") == 0b1000)
    #expect(
      try bits("{bits named by: MP_, bad: [BAD, CR]}", ["MP_BAD": 4, "MP_CR": 0, "MP_DETECTED": 5])
        == 0b10001)
    let legacy = try #require(try SurveyLibrary().surveys.first { $0.name == "legacy" }).mask
    #expect(legacy.badBits(band: "g") { _ in nil } == 0b100100)
    let ztf = try #require(try SurveyLibrary().surveys.first { $0.name == "ztf" }).mask
    #expect(ztf.badBits(band: "g") { _ in nil } == 6141)
  }
}
