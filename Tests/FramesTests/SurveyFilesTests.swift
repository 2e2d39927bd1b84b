import FITS
import Files
import Foundation
import Frames
import Surveys
import TestSupport
import Testing

/// Small files of every survey's structure: what each plane is taken for, and how its light is calibrated.
@Suite struct SurveyFilesTests {
  /// A file's units: EXTNAME ("" for none) and cards; nil for a unit without pixels.
  private struct File {
    var name: String
    var units: [(title: String, cards: [String: HeaderValue])?]
  }

  private func write(_ files: [File], to folder: String) throws {
    for file in files {
      var document = FITSDocument()
      for (index, unit) in file.units.enumerated() {
        var header = Header([
          Card("CTYPE1", "RA---TAN"), Card("CTYPE2", "DEC--TAN"), Card("CRVAL1", 150.0),
          Card("CRVAL2", 2.0),
          Card("CRPIX1", 4.5), Card("CRPIX2", 4.5), Card("CDELT1", -1e-4), Card("CDELT2", 1e-4),
        ])
        for (keyword, value) in (unit?.cards ?? [:]).sorted(by: { $0.key < $1.key }) {
          header.set(keyword, value)
        }
        let title = unit.flatMap { $0.title.isEmpty ? nil : $0.title }
        if let unit {
          let isCard = unit.cards["NOPIXELS"] != nil
          if isCard {
            header.remove("NOPIXELS")
            document.add(header: header, name: title)
          } else {
            document.add(
              Image(shape: [8, 8], pixels: [Float](repeating: 1, count: 64)), header: header,
              name: title)
          }
        } else {
          document.add(header: Header(), name: index == 0 ? nil : title)
        }
      }
      let path = "\(folder)/\(file.name)"
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try document.write(to: path)
    }
  }

  private func explain(
    _ files: [File], bands: [String]? = nil, survey: String? = nil
  ) throws -> FrameExplanation {
    try withTemporaryFolder { folder in
      try write(files, to: folder)
      let inventory = try FrameInventory(
        files.map { "\(folder)/\($0.name)" }, bands: BandSet(bands ?? []),
        surveys: survey.map { try SurveyLibrary(choosing: $0) })
      let bands = bands ?? inventory.bands
      return FrameExplanation(of: inventory, bands: bands, reference: bands[0])
    }
  }

  private func roles(_ explanation: FrameExplanation) -> [String] {
    explanation.planes.map { "\($0.role) \($0.band ?? "-")" }
  }

  /// https://des.ncsa.illinois.edu/releases/dr2/dr2-docs/dr2-images
  @Test func desTiles() throws {
    let files = ["g", "r"].map { band in
      File(
        name: "DES0235+0126_r4575p01_\(band).fits",
        units: [nil, ("SCI", ["MAGZERO": 30.0]), ("MSK", [:]), ("WGT", [:])])
    }
    let told = try explain(files)
    #expect(
      roles(told)
        == ["g", "r"].flatMap { ["light \($0)", "mask \($0)", "inverse variance \($0)"] })
    #expect(
      told.planes[0].calibration == "zero point 30 (MAGZERO)" && told.planes[0].survey == "des")
    #expect(
      told.fields.map(\.id) == ["DES0235+0126_r4575p01"] && told.unused.isEmpty
        && told.problems.isEmpty)
    #expect(told.fields[0].planes.allSatisfy { $0.count == 3 })
  }

  /// https://www.legacysurvey.org/dr10/files/#image-stacks-south-coadd
  @Test func legacyBricks() throws {
    let kinds = ["image", "model", "chi2", "invvar", "nexp", "galdepth", "psfsize", "blobmodel"]
    let files =
      kinds.flatMap { kind in
        ["g", "z"].map {
          File(name: "legacysurvey-1501p022-\(kind)-\($0).fits", units: [nil, ("", [:])])
        }
      } + [
        File(
          name: "legacysurvey-1501p022-maskbits.fits",
          units: [nil, ("MASKBITS", [:]), ("WISEM1", [:])])
      ]
    let told = try explain(files, bands: ["g", "z"])
    #expect(told.fields.map(\.id) == ["legacysurvey-1501p022"])
    #expect(told.fields[0].planes.allSatisfy { $0.count == 3 })
    #expect(told.planes.count { $0.role == "light" } == 2)
    #expect(told.planes.first { $0.role == "light" }?.calibration == "unit nanomaggy")
    #expect(told.unused.count == 6 * 2 + 1)
  }

  /// https://hsc-release.mtk.nao.ac.jp/doc/index.php/data__pdr3/
  @Test func hscCoadds() throws {
    let files = ["G", "R2"].map { band in
      File(
        name: "calexp-HSC-\(band)-9813-4,4.fits",
        units: [
          (
            "",
            ["NOPIXELS": true, "FLUXMAG0": 63_095_734_448.0194, "FILTER": .string("HSC-\(band)")]
          ), ("IMAGE", [:]),
          ("MASK", ["MP_BAD": 0, "MP_DETECTED": 5]), ("VARIANCE", [:]),
        ])
    }
    let told = try explain(files)
    #expect(roles(told) == ["g", "r"].flatMap { ["light \($0)", "mask \($0)", "variance \($0)"] })
    #expect(told.planes[0].calibration == "zero point 27 (FLUXMAG0 of the primary header)")
    #expect(told.fields.map(\.id) == ["9813-4,4"])
  }

  /// https://outerspace.stsci.edu/display/PANSTARRS/PS1+Stack+images
  @Test func panStarrsStacks() throws {
    let stem = "rings.v3.skycell.1784.059.stk"
    let files = ["g", "r"].flatMap { band in
      ["", ".wt", ".mask", ".num", ".exp", ".expwt"].map { kind in
        File(
          name: "\(stem).\(band).unconv\(kind).fits",
          units: [nil, ("", ["BSOFTEN": 10.0, "BOFFSET": -5.0, "EXPTIME": 1000.0])])
      }
    }
    let told = try explain(files, bands: ["g", "r"])
    #expect(
      told.fields.map(\.id) == ["rings.v3.skycell.1784.059"]
        && told.fields[0].planes.allSatisfy { $0.count == 3 })
    #expect(
      told.planes.first { $0.role == "light" }?.calibration
        == "zero point 32.5 (of the survey), asinh-scaled")
    #expect(told.planes.count { $0.role == "variance" } == 2 && told.unused.count == 6)
  }

  /// https://irsa.ipac.caltech.edu/data/ZTF/docs/ztf_explanatory_supplement.pdf
  @Test func ztfImages() throws {
    let files = ["zg", "zr"].flatMap { band in
      ["sciimg", "mskimg"].map { kind in
        File(
          name: "ztf_20200101123456_000712_\(band)_c01_o_q1_\(kind).fits",
          units: [("", ["MAGZP": 26.25, "FILTER": .string("ZTF_\(band.dropFirst())")])])
      }
    }
    let told = try explain(files)
    #expect(told.fields.map(\.id) == ["000712-01-1"] && told.fields[0].bands == ["g", "r"])
    #expect(
      told.planes[1].calibration == "zero point 26.25 (MAGZP)" && told.planes[1].role == "light")
  }

  /// https://kids.strw.leidenuniv.nl/DR4/format.php
  @Test func kidsTiles() throws {
    let files = ["u", "r"].flatMap { band in
      ["sci", "wei", "msk"].map {
        File(name: "KiDS_DR4.0_150.1_-2.2_\(band)_\($0).fits", units: [("", [:])])
      }
    }
    let told = try explain(files)
    #expect(
      told.fields.map(\.id) == ["KiDS_DR4.0_150.1_-2.2"]
        && told.fields[0].planes.allSatisfy { $0.count == 3 })
    #expect(told.planes.first { $0.role == "light" }?.calibration == "zero point 0 (of the survey)")
  }

  /// https://noirlab.edu/science/data-services/data-reduction-software/csdc-mso-pipelines/pl206
  @Test func decamChipsAreFields() throws {
    let files = ["ooi", "ood", "oow"].flatMap { kind in
      ["g", "r"].map { band in
        File(
          name: "c4d_160607_012345_\(kind)_\(band)_v1.fits",
          units: [("", ["NOPIXELS": true, "MAGZERO": 29.5]), ("N4", [:]), ("S5", [:])])
      }
    }
    let told = try explain(files)
    #expect(told.fields.map(\.id) == ["c4d_160607_012345-v1-N4", "c4d_160607_012345-v1-S5"])
    #expect(told.fields.allSatisfy { $0.planes.allSatisfy { $0.count == 3 } })
    #expect(
      told.planes.first { $0.role == "light" }?.calibration
        == "zero point 29.5 (MAGZERO of the primary header)")
  }

  /// https://jwst-pipeline.readthedocs.io and https://hst-docs.stsci.edu/drizzpac
  @Test func spaceTelescopes() throws {
    let jwst = ["f150w", "f200w"].map { band in
      File(
        name: "jw01_o001_t001_nircam_clear-\(band)_i2d.fits",
        units: [
          ("", ["NOPIXELS": true, "TELESCOP": "JWST", "FILTER": .string(band.uppercased())]),
          ("SCI", ["BUNIT": "MJy/sr", "PIXAR_SR": 2.0e-14]), ("ERR", [:]), ("CON", [:]),
          ("WHT", [:]),
          ("VAR_POISSON", [:]),
        ])
    }
    let told = try explain(jwst)
    #expect(
      told.planes.map(\.role).prefix(5) == [
        "light", "sigma", "not light", "not light", "not light",
      ])
    #expect(told.planes[0].calibration == "unit MJy/sr (BUNIT)")
    #expect(told.fields.count == 1 && told.fields[0].bands == ["F150W", "F200W"])
    let hst = ["F606W", "F814W"].map { band in
      File(
        name: "hst_10092_acs_\(band.lowercased())_drz.fits",
        units: [
          (
            "",
            ["NOPIXELS": true, "TELESCOP": "HST", "FILTER1": "CLEAR1L", "FILTER2": .string(band)]
          ),
          ("SCI", ["PHOTFLAM": 7.0e-20, "PHOTPLAM": 8000.0, "BUNIT": "ELECTRONS/S"]), ("WHT", [:]),
          ("CTX", [:]),
        ])
    }
    let drizzled = try explain(hst)
    #expect(drizzled.planes.map(\.role).prefix(3) == ["light", "weight", "not light"])
    // −2.5 log10 7e-20 − 5 log10 8000 − 2.408
    #expect(drizzled.planes[0].calibration == "zero point 25.964 (PHOTFLAM, PHOTPLAM)")
    #expect(
      drizzled.fields.map(\.id) == ["hst_10092_acs_drz"]
        || drizzled.fields.map(\.id) == ["hst_10092_acs"])
  }

  /// CFHT stacks, VISTA tiles and SDSS's own.
  @Test func oneFileABand() throws {
    let cfht = try explain(
      ["g", "i"].flatMap { band in
        ["", ".weight"].map {
          File(name: "CFIS.123.240.\(band)\($0).fits", units: [("", ["PHOTZP": 30.0])])
        }
      })
    #expect(
      cfht.fields.map(\.id) == ["123.240"] && cfht.fields[0].planes.allSatisfy { $0.count == 2 })
    let vista = try explain(
      ["J", "H"].flatMap { band in
        ["st", "conf", "bpm"].map { File(name: "t_150.1_\(band)_\($0).fits", units: [("", [:])]) }
      })
    #expect(
      vista.fields.map(\.id) == ["t_150.1"] && vista.fields[0].planes.allSatisfy { $0.count == 3 })
    #expect(vista.planes.first { $0.role == "light" }?.calibration == "no zero point")
    let sdss = try explain(
      ["g", "r"].map { File(name: "frame-\($0)-003918-3-0213.fits", units: [("", [:])]) })
    #expect(sdss.fields.map(\.id) == ["003918-3-0213"])
    #expect(sdss.planes[0].calibration == "unit nanomaggy" && sdss.planes[0].survey == "sdss")
  }

  // MARK: Files of no known survey

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
