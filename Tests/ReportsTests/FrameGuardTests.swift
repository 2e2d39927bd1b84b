import Foundation
import Reports
import Testing

/// A frame in which ours is worse than its own concentration is found, whatever the others do.
@Suite struct FrameGuardTests {
  /// Six stars and six galaxies a frame; `mistakes` of the stars score below every galaxy.
  private func guarded(
    ours: [Int], concentration: [Int], stars: Int = 6, magnitudes: [Double]? = nil
  ) -> FrameGuard {
    var (first, second, classes, fields) = ([Double](), [Double](), [Bool](), [String?]())
    for frame in ours.indices {
      for source in 0..<stars + 6 {
        let isStar = source < stars
        func score(_ mistakes: Int) -> Double { isStar ? (source < mistakes ? 0 : 0.9) : 0.5 }
        first.append(score(ours[frame]))
        second.append(score(concentration[frame]))
        classes.append(isStar)
        fields.append("frame \(frame)")
      }
    }
    return FrameGuard(
      ours: first, concentration: second, stars: classes,
      magnitudes: magnitudes ?? [Double](repeating: 20, count: first.count), fields: fields,
      edges: [19, 21, 22])
  }

  @Test func aWorseFrameIsNamedBehindAGoodMean() throws {
    // Frame 1: a star of six lies below all galaxies, 5/6; its concentration makes no mistake.
    let result = guarded(ours: [0, 1, 0], concentration: [3, 0, 3])
    #expect(result.cells.count == 3 && result.leftOut == 0)
    let failure = try #require(result.failures.first)
    #expect(result.failures.count == 1 && failure.field == "frame 1")
    #expect(abs(failure.ours - 5.0 / 6) < 1e-12 && failure.concentration == 1)
    #expect(
      result.warnings == [
        "frame frame 1, magnitude 19–21: P_STAR 0.833 is below the frame's own concentration "
          + "1.000 (6 stars, 6 galaxies)"
      ])
    #expect(
      result.summary
        == "P_STAR is below the frame's own concentration in 1 of 3 bins of frame and magnitude.")
  }

  @Test func asGoodIsGoodEnough() {
    let result = guarded(ours: [1, 0], concentration: [1, 2])
    #expect(result.failures.isEmpty && result.summary == nil && result.cells.count == 2)
  }

  @Test func tooFewOfAClassAreNotJudgedButCounted() {
    let result = guarded(ours: [4], concentration: [0], stars: 4)
    #expect(result.cells.isEmpty && result.leftOut == 1 && result.summary == nil)
  }

  @Test func labelsWithoutASourceFallIntoNoBin() {
    let nowhere = guarded(
      ours: [6], concentration: [0], magnitudes: [Double](repeating: .nan, count: 12))
    #expect(nowhere.cells.isEmpty && nowhere.leftOut == 0)
  }

  @Test func magnitudesAreJudgedApart() {
    // The mistakes are all in the fainter bin, which holds both classes.
    let faint = (0..<24).map { $0 < 12 ? 20.0 : 21.5 }
    let result = guarded(ours: [0, 2], concentration: [0, 0], magnitudes: faint)
    #expect(result.failures.map(\.low) == [21])
  }
}
