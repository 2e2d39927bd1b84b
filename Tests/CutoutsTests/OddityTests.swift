import Cutouts
import Planes
import Testing

@Suite struct OddityTests {
  /// What spoils most is told first.
  @Test(
    arguments: [
      ([], false, false, Oddity.odd), ([.positionGiven, .duplicate], false, false, .odd),
      ([.blended], false, false, .blend), ([.blended, .masked], false, false, .missing),
      ([.missingPixels, .saturated], false, false, .saturated), ([], false, true, .saturated),
      ([.truncated, .saturated], false, true, .edge), ([.outsideFrame], false, false, .edge),
      ([.truncated, .saturated], true, true, .cosmicRay),
    ] as [(CutoutFlags, Bool, Bool, Oddity)])
  func flagsExplain(flags: CutoutFlags, isSharp: Bool, isSaturated: Bool, oddity: Oddity) {
    #expect(Oddity(flags: flags.rawValue, isSharp: isSharp, isSaturated: isSaturated) == oddity)
  }
}
