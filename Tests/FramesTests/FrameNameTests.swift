import Frames
import Testing

@Suite struct FrameNameTests {
  @Test(arguments: ["", ".bz2", ".gz"])
  func readsBandRunCamcolAndField(packing: String) throws {
    let name = try #require(FrameName("/sky/frame-r-003918-3-0213.fits\(packing)"))
    #expect(name == FrameName(band: "r", run: 3918, camcol: 3, field: 213))
    #expect(name.fieldID == "003918-3-0213")
    #expect(name.fileName == "frame-r-003918-3-0213.fits")
  }

  @Test func everyNameReadsBackAsItself() {
    for band in ["u", "g", "r", "i", "z"] {
      for number in [1, 94, 999_999] {
        let name = FrameName(band: band, run: number, camcol: 6, field: number % 10_000)
        #expect(FrameName(name.fileName) == name)
      }
    }
  }

  @Test(arguments: [
    "", "frame.fits", "frame-r-003918-3-0213.fits.xz", "frame-r-3918-3-213.fits",
    "frame-R-003918-3-0213.fits", "fpC-003918-r3-0213.fits", "frame-r-003918-3-0213.fits[1]",
    "xframe-r-003918-3-0213.fits", "frame-r-٠٠٣٩١٨-3-0213.fits", "frame-r-003918-3-0213.fits.bz2 ",
  ])
  func otherNamesAreNone(name: String) {
    #expect(FrameName(name) == nil)
  }
}
