import Charts
import Testing

@Suite struct ReliabilityTests {
  @Test func sharesAndIntervals() throws {
    let probabilities = [Double](repeating: 0.75, count: 10) + [0.05, 1, .nan, -1, 1.5]
    let positives =
      [Bool](repeating: true, count: 8) + [false, false, false, true, true, true, true]
    let chart = ReliabilityChart(title: "", probabilities: probabilities, positives: positives)
    #expect(chart.bins.map(\.count) == [1, 10, 1])
    let bin = chart.bins[1]
    #expect((bin.low, bin.high, bin.meanProbability, bin.positives) == (0.7, 0.8, 0.75, 8))
    // Wilson's interval of 8 in 10, as in Newcombe (1998): 0.4902 to 0.9433.
    #expect(abs(bin.share.low - 0.4902) < 1e-4)
    #expect(abs(bin.share.high - 0.9433) < 1e-4)
    #expect(chart.bins[0].share.low == 0 && chart.bins[2].share.high == 1)
  }
}
