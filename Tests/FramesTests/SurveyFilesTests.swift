import FITS
import Files
import Foundation
import Frames
import Surveys
import TestSupport
import Testing

/// Small files of every survey's structure: what each plane is taken for, and how its light is calibrated.
@Suite struct SurveyFilesTests {
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
    // The same pipeline's names for optical cameras (VST, INT).
    let optical = try explain(
      ["g", "r"].flatMap { band in
        ["st", "conf", "bpm"].map { File(name: "t_150.1_\(band)_\($0).fits", units: [("", [:])]) }
      })
    #expect(
      optical.fields.map(\.id) == ["t_150.1"]
        && optical.fields[0].planes.allSatisfy { $0.count == 3 })
    let sdss = try explain(
      ["g", "r"].map { File(name: "frame-\($0)-003918-3-0213.fits", units: [("", [:])]) })
    #expect(sdss.fields.map(\.id) == ["003918-3-0213"])
    #expect(sdss.planes[0].calibration == "unit nanomaggy" && sdss.planes[0].survey == "sdss")
  }

  /// https://classic.sdss.org/dr7/dm/flatFiles/fpC.php
  @Test func rawFramesOfSDSS() throws {
    let told = try explain(
      ["g", "r"].map {
        File(
          name: "fpC-003918-\($0)3-0213.fits", units: [("", ["FLUX20": 2000.0, "SOFTBIAS": 1000])])
      })
    #expect(told.fields.map(\.id) == ["003918-3-0213"] && told.fields[0].bands == ["g", "r"])
    // 20 + 2.5 log10 2000
    #expect(told.planes[0].survey == "sdss-raw" && told.planes[0].role == "light")
    #expect(told.planes[0].calibration == "zero point 28.253 (FLUX20)")
  }
}
