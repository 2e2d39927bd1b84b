import Sky
import Testing

@Suite struct SkyViewerTests {
  @Test func addressesHoldThePlaceInDegrees() {
    let place = SkyPosition(ra: 179.5, dec: -0.25)
    #expect(
      SkyViewer.all.map { $0.address(of: place) } == [
        "https://skyserver.sdss.org/dr18/VisualTools/navi?ra=179.500000&dec=-0.250000&scale=0.2",
        "https://www.legacysurvey.org/viewer?ra=179.500000&dec=-0.250000&zoom=16",
        "https://aladin.cds.unistra.fr/AladinLite/?target=179.500000%20-0.250000&fov=0.03",
      ])
    #expect(SkyViewer.all[0].address(of: SkyPosition(ra: .nan, dec: .nan)) == nil)
  }
}
