import TestSupport
import Testing

import Frames

/// What the texts of FILTER cards name, of cameras that are documented and some that are not.
@Suite struct FilterNameTests {
  @Test(
    arguments: [
      ("r DECam SDSS c0002 6415.0 1480.0", "r"), ("r'", "r"), ("OCAM_g_SDSS", "g"), ("SDSS-G", "g"),
      ("Sloan R", "r"), ("g_G0301", "g"), ("Bessel R", "R"), ("F814W", "F814W"), ("gp", "gp"),
      ("H", "H"), ("H-alpha", "Halpha"), ("H alpha 6563", "Halpha"), ("H-beta", "Hbeta"),
      ("[OIII]", "OIII"), ("SII 6nm", "SII-6nm"), ("W-J-V", "W-J-V"),
    ] as [(String, String)])
  func bandsWhereNoneIsAskedFor(text: String, band: String) {
    #expect(FilterName.band(text, among: nil) == band)
    // Asked for by that name, it is the same.
    #expect(FilterName.band(text, among: [band, "another"]) == band)
  }

  @Test func whatWasNotAskedForIsNoBand() {
    #expect(FilterName.band("H-alpha", among: ["J", "H"]) == nil)
    #expect(FilterName.band("SDSS-G", among: ["r"]) == nil)
    #expect(FilterName.band("a text that is longer than names are", among: nil) == nil)
    #expect(FilterName.band("Grün 1", among: nil) == nil)
  }

  @Test(arguments: [
    "CLEAR", "CLEAR2L", "Clear", "open1-6", "OPEN", "Empty", "none", "N/A", "  ", "",
  ])
  func noFilter(text: String) { #expect(FilterName.isNone(text)) }

  @Test(arguments: ["r", "Opal", "clr2 g", "1"])
  func aFilter(text: String) { #expect(!FilterName.isNone(text)) }
}
