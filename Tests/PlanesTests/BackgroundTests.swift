import Planes
import TestSupport
import Testing

@Suite struct BackgroundTests {
  @Test func measuresLevelAndNoiseOfTheSky() throws {
    var sky = PaintedSky.crowd(6, 4)
    sky.level = 10
    sky.noise = 2
    let background = try Background(of: sky.plane("r"), name: "band r")
    #expect(abs(background.level - 10) < 0.3)
    #expect(abs(background.noise - 2) < 0.2)
  }

  @Test func missingPixelsDoNotCount() throws {
    var sky = PaintedSky()
    sky.holes = [("r", 0..<90, 0..<160)]
    let background = try Background(of: sky.plane("r"), name: "band r")
    #expect(abs(background.noise - 0.02) < 0.002)
  }

  @Test(arguments: [Float.nan, 0, 7])
  func aFrameWithoutNoiseGetsASentence(value: Float) {
    let plane = PixelPlane(
      width: 100, height: 80, pixels: Array(repeating: value, count: 8000))
    #expect(
      sentence { _ = try Background(of: plane, name: "band z of field 000094-2-0017") }
        == "cannot measure the noise of band z of field 000094-2-0017: its pixels are all missing "
        + "or all alike; leave this frame out")
  }
}
