import Simulation
import Testing

@Suite struct FrameDefectsTests {
  @Test func `a full pixel bleeds up and down its column`() {
    var pixels: [Float] = [
      0, 1, 0,
      0, 4, 0,
      0, 30, 0,
      0, 4, 0,
      0, 1, 0,
    ]
    FrameDefects(width: 3, height: 5).saturate(&pixels, level: 10)
    // 20 too many: 10 go up (6 to the next pixel, 4 to the one beyond) and 10 go down.
    #expect(pixels == [0, 5, 0, 0, 10, 0, 0, 10, 0, 0, 10, 0, 0, 5, 0])
  }

  @Test func `charge flows off the edge and pixels below the level stay`() {
    var pixels: [Float] = [25, 3, 9.5]
    FrameDefects(width: 3, height: 1).saturate(&pixels, level: 10)
    #expect(pixels == [10, 3, 9.5])
  }
}
