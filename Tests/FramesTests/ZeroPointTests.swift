import FITS
import Foundation
import Planes
import Surveys
import TestSupport
import Testing

import Frames

/// What is said of zero points that may be another than they seem.
@Suite struct ZeroPointTests {
  private func calibration(
    _ cards: [String: HeaderValue], band: String? = "r", survey: String = "generic"
  ) throws -> PixelCalibration {
    var header = Header()
    for (keyword, value) in cards { header.set(keyword, value) }
    let library = try SurveyLibrary()
    return try PixelCalibration(
      HeaderPair(own: header, primary: Header()), band: band,
      survey: library.surveys.first { $0.name == survey } ?? library.generic,
      generic: library.generic, path: "a.fits")
  }

  /// A flux of 1 at Vega magnitude 20 is one of AB 20.91 in 2MASS's J: 10^(0.4 (22.5 − 20.91)) nanomaggies.
  @Test func vegaBecomesAB() throws {
    let known = try calibration(["MAGZP": 20.0], band: "J", survey: "twomass")
    #expect(abs(Double(known.scale) - 4.3251) < 0.001)
    #expect(known.isKnown && known.unit == "nanomaggy" && known.remarks.isEmpty)
    // A band that is not listed keeps Vega's magnitudes, and that is told.
    let other = try calibration(["MAGZP": 20.0], band: "L", survey: "twomass")
    #expect(!other.isKnown && other.unit == "nanomaggy (Vega)" && other.scale == 10)
    #expect(other.remarks == [.vegaZeroPoint])
    #expect(
      FrameRemark.sentence(
        FrameRemark.Kind.vegaZeroPoint, of: [("L", FrameRemark.vegaZeroPoint)], field: "f")
        == "the zero points of band L of field f are those of Vega's magnitudes, and nothing tells how far AB's are: "
        + "fluxes and magnitudes are Vega's; say in a survey file what is to be added (--survey, light: Vega: {L: 0.9})"
    )
  }

  /// The header's own word comes first.
  @Test func theHeaderNamesItsSystem() throws {
    #expect(try calibration(["MAGZP": 25.0, "PHOTSYS": "VEGA"]).remarks == [.vegaZeroPoint])
    #expect(try calibration(["MAGZP": 25.0, "MAGSYS": "ABmag"], band: "J").remarks == [])
    let stated = try calibration(["MAGZP": 25.0, "MAGSYS": "AB"], band: "J", survey: "twomass")
    #expect(abs(stated.scale - 0.1) < 1e-7)
    // Janskys are what they are.
    #expect(try calibration(["BUNIT": "uJy", "PHOTSYS": "VEGA"]).isKnown)
  }

  @Test func bandsThatAreUsuallyVegas() throws {
    #expect(try calibration(["MAGZP": 25.0], band: "Ks").remarks == [.systemUnstated])
    #expect(try calibration(["MAGZP": 25.0], band: "r").remarks == [])
    #expect(try calibration(["BUNIT": "uJy"], band: "Ks").remarks == [])
  }

  /// 0, −1 and 99 are what pipelines write where they know no zero point.
  @Test(arguments: [0.0, -1, 99]) func whatIsNoZeroPoint(value: Double) throws {
    let unset = try calibration(["MAGZERO": .double(value)])
    #expect(!unset.isKnown && unset.remarks == [.noZeroPoint])
    #expect(
      try calibration(["MAGZERO": .double(value), "MAGZP": 30.0]).source == "zero point 30 (MAGZP)")
  }

  @Test func numbersWrittenAsText() throws {
    #expect(try calibration(["MAGZERO": "25.0"]).source == "zero point 25 (MAGZERO)")
    #expect(try !calibration(["MAGZERO": "25,0"]).isKnown)
  }

  @Test func severalZeroPointsAreTold() throws {
    #expect(
      try calibration(["MAGZERO": 25.0, "MAGZP": 30.0]).remarks == [
        .zeroPointsDisagree("zero point 25 (MAGZERO), zero point 30 (MAGZP)")
      ])
    #expect(try calibration(["MAGZERO": 25.0, "MAGZP": 25.01]).remarks == [])
    // Files of another survey than the one that was named.
    #expect(
      try calibration(["MAGZERO": 25.0], survey: "kids").remarks == [
        .zeroPointsDisagree("zero point 0 (of the survey), zero point 25 (MAGZERO)")
      ])
    #expect(
      try calibration(["MAGZERO": 25.0], survey: "legacy").remarks == [
        .zeroPointsDisagree("unit nanomaggy: 22.5, zero point 25 (MAGZERO)")
      ])
  }

  /// 1 nJy is 1/3631 nanomaggies.
  @Test(
    arguments: [
      ("10 nJy", 10), ("10.0*nanoJansky", 10), ("1e-6 Jy", 1000), ("uJy/pixel", 1000),
      ("nJy/pix", 1),
    ] as [(String, Double)])
  func units(text: String, nanojanskys: Double) throws {
    let found = try calibration(["BUNIT": .string(text)])
    let ratio = Double(found.scale) * 3631 / nanojanskys
    #expect(found.isKnown && abs(ratio - 1) < 1e-5)
  }

  @Test(arguments: ["Jy/beam", "10", "0 nJy", "1/nanomaggy", "count"])
  func noUnits(text: String) throws { #expect(try !calibration(["BUNIT": .string(text)]).isKnown) }

  /// A pixel of 0.4″ is 3.7607e-12 steradian: 1 MJy/sr there is 10¹⁵/3631 times that in nanomaggies.
  @Test func surfaceBrightnessByTheWorldCoordinates() throws {
    let side = 0.4 / 3600
    let cards: [String: HeaderValue] = [
      "BUNIT": "MJy/sr", "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0,
      "CRPIX1": 1.0, "CRPIX2": 1.0, "CDELT1": .double(-side), "CDELT2": .double(side),
    ]
    #expect(abs(try Double(calibration(cards).scale) - 1.03572) < 1e-4)
    #expect(
      sentence { _ = try calibration(["BUNIT": "MJy/sr"]) }
        == "cannot calibrate an image in MJy/sr: its header has neither PIXAR_SR, the area of a pixel in steradian, "
        + "nor world coordinates that tell it; add one of them")
  }

  /// No telescope's pixel has a noise of magnitude −2.
  @Test func anImplausibleZeroPointIsTold() throws {
    func remarks(noise: Float) throws -> [FrameRemark] {
      let plane = PixelPlane(width: 1, height: 1, pixels: [1])
      var (quality, _) = try FrameQuality.read(
        BandPlanes(band: "r", image: PlaneAddress(path: "a.fits")), plane,
        calibration: calibration(["MAGZERO": 25.0]), survey: SurveyLibrary().generic, name: "a",
        decoder: nil, files: SharedFiles([]))
      quality.compare(withNoise: noise)
      return quality.remarks
    }
    #expect(try remarks(noise: 0.1).isEmpty)
    #expect(try remarks(noise: 1e10) == [.zeroPointImplausible(noise: -2.5)])
    #expect(
      FrameRemark.sentence(
        FrameRemark.Kind.zeroPointImplausible,
        of: [("r", FrameRemark.zeroPointImplausible(noise: -2.5))], field: "f")
        == "by the zero points of band r of field f the noise of a pixel is of magnitude -2, which no telescope's is; "
        + "check them (--explain)")
  }
}
