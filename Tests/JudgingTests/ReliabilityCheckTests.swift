import Judging
import Testing

/// Whether a probability that is off is said to be, and none that chance explains.
@Suite struct ReliabilityCheckTests {
  /// So many labels of one probability, of which a share are stars.
  private func check(_ probability: Double, _ count: Int, stars share: Double) -> ReliabilityCheck {
    ReliabilityCheck(
      [Double](repeating: probability, count: count),
      stars: (0..<count).map { Double($0) < share * Double(count) })
  }

  @Test func whatIsOffIsSaid() {
    #expect(
      check(0.7, 100, stars: 0.4).warning(of: "P_STAR")
        == "P_STAR does not mean what it says: of 100 labelled sources with 0.6–0.8 (0.700 on average) "
        + "0.400 are stars.")
    #expect(check(0.02, 200, stars: 0.2).warning(of: "P_STAR") != nil)
  }

  @Test(arguments: [
    (0.7, 100, 0.7), (0.7, 100, 0.61), (0.5, 30, 0.7), (0.7, 19, 0.0), (1.0, 1000, 0.95),
    (0.0, 1000, 0.05),
  ])
  func whatChanceExplainsIsNot(probability: Double, count: Int, share: Double) {
    #expect(check(probability, count, stars: share).warning(of: "P_STAR") == nil)
  }

  @Test func binsAreFiveAndLeaveOutWhatHasNoScore() {
    let check = ReliabilityCheck(
      [0, 0.19, 0.2, 1, .nan], stars: [false, true, true, true, true])
    #expect(check.bins.map(\.count) == [2, 1, 1])
    #expect(check.bins.map(\.low) == [0, 0.2, 0.8])
    #expect(check.bins[0].mean == 0.095 && check.bins[0].share == 0.5)
  }
}
