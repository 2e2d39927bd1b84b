import FITS
import Frames
import Testing

/// Surveys whose zero points are Vega's, whose names are those of exposures, or whose units are surface brightnesses.
@Suite struct MoreSurveysTests {
  private func light(_ told: FrameExplanation) -> FrameExplanation.Plane? {
    told.planes.first { $0.role == "light" }
  }

  /// https://wise2.ipac.caltech.edu/docs/release/allwise/expsup/sec4_1b.html
  @Test func wiseAtlas() throws {
    let files = [1, 2].flatMap { band in
      ["int", "unc", "cov"].map {
        File(
          name: "1497p015_ac51-w\(band)-\($0)-3.fits",
          units: [("", ["MAGZP": 20.5, "BAND": .int(band), "BUNIT": "DN"])])
      }
    }
    let told = try explain(files)
    #expect(told.fields.map(\.id) == ["1497p015_ac51"] && told.fields[0].bands == ["W1", "W2"])
    #expect(told.fields[0].planes.allSatisfy { $0.count == 2 })
    #expect(
      light(told)?.calibration
        == "zero point 20.5 (MAGZP), of Vega's magnitudes: AB is 2.699 more")
  }

  /// https://unwise.me
  @Test func unwiseCoadds() throws {
    let files = ["img-m", "img-u", "invvar-m", "std-m", "n-m"].map {
      File(name: "unwise-1497p015-w1-\($0).fits", units: [("", [:])])
    }
    let told = try explain(files)
    #expect(told.fields.map(\.id) == ["1497p015"] && told.fields[0].planes[0].count == 2)
    #expect(told.unused.count == 3)
    #expect(light(told)?.calibration?.hasSuffix("AB is 2.699 more") == true)
  }

  /// https://irsa.ipac.caltech.edu/data/2MASS/docs/releases/allsky/doc/sec2_3a.html
  @Test func twoMicronAtlas() throws {
    let files = ["j", "h", "k"].map {
      File(
        name: "a\($0.uppercased())_asky_001022s0410256.fits",
        units: [("", ["MAGZP": 20.9, "FILTER": .string($0), "ORIGIN": "2MASS"])])
    }
    let told = try explain(files)
    #expect(
      told.fields.map(\.id) == ["001022s0410256"] && told.fields[0].bands == ["J", "H", "Ks"])
    #expect(
      light(told)?.calibration == "zero point 20.9 (MAGZP), of Vega's magnitudes: AB is 1.39 more")
  }

  /// http://galex.stsci.edu/doc/CTM/wiki/Public_documentation/Appendix_A.html
  @Test func galexMaps() throws {
    let files = ["fd", "nd"].flatMap { band in
      ["int", "rrhr", "skybg", "cnt", "intbgsub", "flags"].map {
        File(name: "MISWZS03_18853_0284-\(band)-\($0).fits", units: [("", [:])])
      }
    }
    let told = try explain(files)
    #expect(
      told.fields.map(\.id) == ["MISWZS03_18853_0284"] && told.fields[0].bands == ["FUV", "NUV"])
    #expect(
      told.planes.filter { $0.role == "light" }.map(\.calibration) == [
        "zero point 18.82 (of the survey)", "zero point 20.08 (of the survey)",
      ])
    #expect(told.unused.count == 8)
  }

  /// https://irsa.ipac.caltech.edu/data/SPITZER/docs/irac/iracinstrumenthandbook/ : MJy/sr without PIXAR_SR.
  @Test func spitzerMosaics() throws {
    let files = [1, 2].flatMap { channel in
      ["E8309856_maic", "A34671472_munc", "A34671472_mcov"].map {
        File(
          name: "SPITZER_I\(channel)_4385024_0000_3_\($0).fits",
          units: [("", ["BUNIT": "MJy/sr", "CHNLNUM": .int(channel), "INSTRUME": "IRAC"])])
      }
    }
    let told = try explain(files)
    #expect(told.fields.map(\.id) == ["4385024_0000_3"] && told.fields[0].bands == ["I1", "I2"])
    #expect(told.fields[0].planes.allSatisfy { $0.count == 2 } && told.unused.count == 2)
    #expect(light(told)?.calibration == "unit MJy/sr (BUNIT)")
  }

  /// https://euclid.esac.esa.int/msp/dpdd/
  @Test func euclidMosaics() throws {
    let files = ["VIS", "NIR-Y", "NIR-H"].flatMap { band in
      ["BGSUB-MOSAIC-\(band)", "MOSAIC-\(band)-RMS", "MOSAIC-\(band)-FLAG", "MOSAIC-\(band)-BKG"]
        .map {
          File(
            name: "EUC_MER_\($0)_TILE102018211-ACBD03_20241018T142710.276838Z_00.00.fits",
            units: [("", ["MAGZERO": 24.57])])
        }
    }
    let told = try explain(files)
    #expect(
      told.fields.map(\.id) == ["102018211"] && Set(told.fields[0].bands) == ["VIS", "Y", "H"])
    #expect(told.fields[0].planes.allSatisfy { $0.count == 3 } && told.unused.count == 3)
  }

  /// http://wsa.roe.ac.uk/flatFiles.html : zero points are those of a second, in EXP_TIME.
  @Test func wfcamStacks() throws {
    let files = [("J", "01234"), ("K", "01238")].map { band, number in
      File(
        name: "w20060301_\(number)_sf_st.fits",
        units: [
          ("", ["NOPIXELS": true, "INSTRUME": "WFCAM", "FILTER": .string(band), "EXP_TIME": 10.0]),
          ("", ["MAGZPT": 23.0, "MAGZRR": 0.02, "EXTINCT": 0.05]),
        ])
    }
    let told = try explain(files)
    #expect(told.fields.count == 1 && told.fields[0].bands == ["J", "K"])
    #expect(
      light(told)?.calibration == "zero point 25.5 (MAGZPT), of Vega's magnitudes: AB is 0.938 more"
    )
  }

  /// http://casu.ast.cam.ac.uk: the zero point of a second at the zenith, in an unknown filter's magnitudes.
  @Test func cambridgePipeline() throws {
    let file = File(
      name: "r654321.fits",
      units: [
        ("", ["NOPIXELS": true, "WFFBAND": "g", "EXPTIME": 100.0, "AIRMASS": 1.5]),
        ("im1", ["MAGZPT": 25.0, "MAGZRR": 0.05, "EXTINCT": 0.2]),
      ])
    #expect(
      light(try explain([file]))?.calibration == "zero point 29.9 (MAGZPT), of Vega's magnitudes")
  }

  @Test func vistaPawprintsAreExposures() throws {
    let files = [("J", "00012"), ("Ks", "00018")].flatMap { band, number in
      ["st", "st_conf"].map {
        File(
          name: "v20100101_\(number)_\($0).fits",
          units: [
            ("", ["NOPIXELS": true, "ESO INS FILT1 NAME": .string(band), "EXPTIME": 10.0]),
            ("DET1.CHIP1", ["MAGZPT": 23.0]),
          ])
      }
    }
    let told = try explain(files)
    #expect(told.fields.count == 1 && told.fields[0].bands == ["J", "Ks"])
    #expect(told.fields[0].planes.allSatisfy { $0.count == 2 })
    #expect(
      light(told)?.calibration == "zero point 25.5 (MAGZPT), of Vega's magnitudes: AB is 0.916 more"
    )
  }

  /// Two nights of DECam are two exposures of one sky, each in one band.
  @Test func exposuresAreJoinedByTheSky() throws {
    let files = [("g", "012345"), ("r", "013456")].flatMap { band, time in
      ["ooi", "ood", "oow"].map {
        File(
          name: "c4d_160607_\(time)_\($0)_\(band)_v1.fits",
          units: [("", ["NOPIXELS": true, "MAGZERO": 29.5]), ("N4", [:])])
      }
    }
    let told = try explain(files)
    #expect(told.fields.count == 1 && told.fields[0].bands == ["g", "r"])
    #expect(told.fields[0].planes.allSatisfy { $0.count == 3 })
  }

  @Test func decamStacks() throws {
    let files = ["osi", "osd", "osw", "ose"].map {
      File(name: "c4d_160607_012345_\($0)_g_v1.fits", units: [nil, ("", ["MAGZERO": 30.0])])
    }
    let told = try explain(files)
    #expect(roles(told) == ["mask g", "not light -", "light g", "weight g"])
    #expect(told.fields.map(\.id) == ["c4d_160607_012345-v1"])
  }

  /// https://outerspace.stsci.edu/display/PANSTARRS/PS1+Warp+images
  @Test func panStarrsWarps() throws {
    let stem = "rings.v3.skycell.1784.059.wrp.g.56000_4521"
    let told = try explain(
      ["", ".wt", ".mask"].map {
        File(name: stem + $0 + ".fits", units: [("", ["FPA.ZP": 24.5, "EXPTIME": 100.0])])
      })
    #expect(roles(told) == ["light g", "mask g", "variance g"])
    #expect(light(told)?.calibration == "zero point 29.5 (FPA.ZP)")
  }

  /// WISE's images in a brick of the Legacy Surveys are in nanomaggies of Vega.
  @Test func wiseInLegacyBricks() throws {
    let told = try explain(
      ["r", "W1"].map {
        File(name: "legacysurvey-1501p022-image-\($0).fits", units: [nil, ("", [:])])
      })
    #expect(
      told.planes.map(\.calibration) == [
        "unit nanomaggy, of Vega's magnitudes: AB is 2.699 more", "unit nanomaggy",
      ])
  }
}
