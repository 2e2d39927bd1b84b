import Charts
import Testing

/// Codes of all images against independent normal ones, by hand.
@Suite struct DistanceFromNormalTests {
  @Test func unitsThatFollowEachOther() {
    // Unit 0: 1, 3, 5; unit 1: minus twice that; unit 2 never moves from 4.
    let codes = DistanceFromNormal([1, -2, 4, 3, -6, 4, 5, -10, 4], units: 3)
    #expect(abs(codes.meanOffset - (3 + 6 + 4) / 3.0) < 1e-12)
    let spread = (8.0 / 3).squareRoot()
    #expect(abs(codes.meanSpread - spread) < 1e-12)
    #expect(abs(codes.meanCorrelation - 1) < 1e-12)
  }

  @Test func unitsThatDoNot() {
    let codes = DistanceFromNormal([1, 1, 1, -1, -1, 1, -1, -1], units: 2)
    #expect(codes.meanOffset == 0 && codes.meanSpread == 1 && codes.meanCorrelation == 0)
    #expect(DistanceFromNormal([], units: 2).meanCorrelation == 0)
  }
}
