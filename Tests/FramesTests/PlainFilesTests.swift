import FITS
import Foundation
import Frames
import Surveys
import TestSupport
import Testing

/// Files of no known survey: what words in their names and keywords in their headers tell.
@Suite struct PlainFilesTests {
  private func plain(_ names: [String], _ cards: [String: HeaderValue] = [:]) -> [File] {
    names.map { File(name: $0 + ".fits", units: [("", cards)]) }
  }

  @Test func weightsWhoseNamesDifferByMoreThanTheWord() throws {
    for names in [
      ["hlsp_x_g_v1_drz", "hlsp_x_g_v1_wht"], ["x_img_g", "x_wht_g"], ["x_g_sci", "x_g_wei"],
    ] {
      let told = try explain(plain(names))
      #expect(told.fields.count == 1 && told.fields[0].planes[0].count == 2, "\(names)")
    }
  }

  @Test func objectsMayBeCalledLikeRoles() throws {
    for object in ["std", "var", "sigma_ori", "noise"] {
      let told = try explain(plain(["\(object)_g", "\(object)_r"]))
      #expect(told.fields.map(\.id) == [object] && told.unused.isEmpty)
      let beside = try explain(plain(["a_g", "a_r", "a_std_g", "a_std_r"]))
      #expect(
        beside.fields.map(\.id) == ["a"] && beside.fields[0].planes.allSatisfy { $0.count == 2 })
    }
  }

  /// What no word tells is not light, and it is said.
  @Test func unknownWordsBesideAnImageAreNoLight() throws {
    for names in [["a_g", "a_foo_g"], ["a_sci_g", "a_foo_g"], ["a_g", "a_g (copy)"]] {
      let told = try explain(plain(names), bands: ["g"])
      #expect(told.fields.count == 1 && told.unused.count == 1, "\(names)")
      #expect(told.unused[0][1].contains("is no word that is known, beside the image"))
    }
    let extensions = try explain(
      [File(name: "a_g.fits", units: [nil, ("SCI", [:]), ("FOO", [:])])], bands: ["g"])
    #expect(extensions.planes.map(\.role) == ["light", "not light"])
    // Other numbers are other fields; another piece of sky is one as well.
    #expect(try explain(plain(["a_1_g", "a_2_g"])).fields.map(\.id) == ["a_1", "a_2"])
    let west = plain(["m31_g"]) + plain(["m31_west_g"], ["CRVAL1": 10.0])
    #expect(try explain(west).fields.map(\.id) == ["m31", "m31_west"])
  }

  @Test func namesStayDifferent() throws {
    let same = try explain(
      ["one", "two"].flatMap { folder in
        ["g", "r"].map { File(name: "\(folder)/coadd_\($0).fits", units: [("", [:])]) }
      })
    #expect(same.fields.map(\.id) == ["one-coadd", "two-coadd"] && same.problems.isEmpty)
    #expect(
      same.fields.allSatisfy { field in
        let folders = Set(
          field.planes.map {
            URL(fileURLWithPath: $0[0]).deletingLastPathComponent().lastPathComponent
          })
        return folders.count == 1
      })
    #expect(try explain(plain(["α_g", "β_g"])).fields.map(\.id) == ["%CE%B1", "%CE%B2"])
    let signs = try explain(
      plain(["cut_150.0_-2.0_g", "cut_150.0_2.0_g", "cut_150.0_-2.0_g.weight"]))
    #expect(signs.fields.map(\.id) == ["cut_150.0_-2.0", "cut_150.0_2.0"])
    #expect(signs.fields.map { $0.planes[0].count } == [2, 1])
  }

  @Test func anExposureThatLacksABandIsNamed() throws {
    let names = ["visit1_g", "visit1_r", "visit2_g", "visit2_r", "visit3_r"]
    let told = try explain(plain(names))
    #expect(
      told.problems == [
        "visit3: field visit3 has no frame of band g; add it, or leave the band out with --bands r"
      ])
    #expect(told.fields.map(\.id) == ["visit1", "visit2"])
  }

  /// Explaining is most wanted where nothing is understood.
  @Test func whatIsNoLightIsExplainedAllTheSame() throws {
    let told = try explain(plain(["x_g_sci"]), bands: ["g"], survey: "kids")
    #expect(told.planes.map(\.role) == ["light"])
    let none = try explain(plain(["x_g_foo"]), bands: ["g"], survey: "hsc")
    #expect(none.planes.map(\.role) == ["not light"])
    #expect(none.planes[0].rule == "no rule of hsc.yaml knows it")
    #expect(none.problems.count == 1)
    #expect(none.problems[0].hasPrefix("none of the 1 files given holds light;"))
  }

  @Test func weightsWithoutAnImageAreTold() throws {
    let told = try explain(plain(["a_g", "b_g_wht"]))
    #expect(told.unused.count == 1)
    #expect(
      told.unused[0][1] == "it is weight ('wht' in its name), but no image of its name is there")
  }

  /// The keyword may stand in the primary header; without one there is none.
  @Test(
    arguments: [
      (["MAGZERO": 29.5], "zero point 29.5 (MAGZERO of the primary header)"),
      (["FLUXMAG0": 1e10], "zero point 25 (FLUXMAG0 of the primary header)"),
      (["BUNIT": "nanojansky"], "unit nanojansky (BUNIT)"), (["EXPTIME": 1.0], "no zero point"),
      (["MAGZERO": "NaN"], "no zero point"),
    ] as [([String: HeaderValue], String)])
  func zeroPoints(cards: [String: HeaderValue], expected: String) throws {
    var primary = cards
    primary["NOPIXELS"] = true
    let told = try explain([File(name: "a_g.fits", units: [("", primary), ("N4", [:])])])
    #expect(told.planes[0].calibration == expected)
  }

  @Test func aUnitAndAZeroPointThatDisagreeAreRefused() throws {
    let file = { (zero: Double) in
      [File(name: "a_g.fits", units: [("", ["MAGZERO": .double(zero), "BUNIT": "nanomaggy"])])]
    }
    #expect(try explain(file(22.5)).planes[0].calibration == "unit nanomaggy (BUNIT)")
    #expect(
      try explain(file(24)).planes[0].calibration?.hasSuffix(
        "by its unit nanomaggy (BUNIT) a flux of 1 has magnitude 22.5, by its zero point 24 (MAGZERO) 24; correct "
          + "the header, or say in a survey file which is right (--survey)") == true)
  }

  @Test func anImpossibleZeroPointIsRefused() throws {
    let told = try explain([File(name: "a_g.fits", units: [("", ["MAGZERO": 999.0])])])
    #expect(
      told.planes[0].calibration?.hasSuffix(
        "its MAGZERO is 999.0, which lies beyond -20.0 to 99.0; correct the header, or say in a survey file how its "
          + "light is calibrated (--survey)") == true)
  }
}
