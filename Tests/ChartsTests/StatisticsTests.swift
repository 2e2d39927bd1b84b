import Charts
import Foundation
import Testing

@Suite struct HistogramTests {
  @Test func everyValueIsCountedOnce() {
    var dice = Dice(seed: 8)
    for bins in [1, 2, 7, 40, 100] {
      let values = (0..<3000).map { index in
        index % 50 == 0 ? Float.nan : index % 51 == 0 ? .infinity : Float(2 * dice.normal())
      }
      let histogram = Histogram(of: values, in: -3...3.5, bins: bins)
      #expect(histogram.counts.count == bins)
      let sum = histogram.counts.reduce(0, +) + histogram.below + histogram.above
      #expect(sum + histogram.notFinite == values.count)
      #expect(histogram.below == values.count { $0.isFinite && $0 < -3 })
      #expect(histogram.above == values.count { $0.isFinite && $0 > 3.5 })
    }
  }

  @Test func bordersBelongToTheUpperBinAndTheEndToTheLast() {
    let histogram = Histogram(of: [0, 0.5, 1, 1.5, 2], in: 0...2, bins: 2)
    #expect(histogram.counts == [2, 3])
  }

  @Test func binsFollowFreedmanAndDiaconis() {
    // 1000 values, IQR 1: width 2 · 1 / 10 = 0.2, so a range of 6 takes 30 bins.
    func bins(_ iqr: Double, _ count: Int) -> Int {
      Histogram.binCount(interquartileRange: iqr, count: count, range: -3...3)
    }
    #expect(bins(1, 1000) == 30)
    #expect(bins(1, 1) == 8)
    #expect(bins(1e-9, 1_000_000) == 100)
    #expect(bins(0, 5) == 40)
  }
}

@Suite struct MomentsTests {
  /// 1, 2, 3, 4, 10: mean 4, m₂ = 10, m₃ = 36, m₄ = 278.8.
  @Test func handWorked() {
    let moments = Moments(of: [1, 2, 3, .nan, 4, 10, -.infinity])
    #expect(moments.count == 5)
    #expect(moments.mean == 4)
    #expect(abs(moments.spread - 10.0.squareRoot()) < 1e-12)
    #expect(abs(moments.skewness - 36 / pow(10, 1.5)) < 1e-12)
    #expect(abs(moments.kurtosis - (278.8 / 100 - 3)) < 1e-12)
  }

  @Test func normalValuesHaveNoSkewnessAndNoKurtosis() {
    var dice = Dice(seed: 2)
    let moments = Moments(of: (0..<200_000).map { _ in Float(5 + 2 * dice.normal()) })
    #expect(abs(moments.mean - 5) < 0.02)
    #expect(abs(moments.spread - 2) < 0.02)
    #expect(abs(moments.skewness) < 0.02)
    #expect(abs(moments.kurtosis) < 0.04)
  }

  @Test func equalValuesHaveNoShape() {
    let moments = Moments(of: [Float](repeating: 0.1, count: 999))
    #expect(moments.spread == 0)
    #expect(moments.skewness.isNaN && moments.kurtosis.isNaN)
    #expect(Moments(of: []).mean.isNaN)
  }
}

@Suite struct QuantilesTests {
  @Test func agreeWithSorting() {
    var dice = Dice(seed: 4)
    for count in [1, 2, 10, 4097] {
      let values = (0..<count).map { _ in Float(dice.normal() * pow(10, 6 * dice.part() - 3)) }
      let sorted = values.sorted()
      let quantiles = Quantiles(of: values + [.nan, .infinity])
      #expect(quantiles.count == count)
      for fraction in [0, 0.001, 0.25, 0.5, 0.75, 0.999, 1] {
        #expect(quantiles.value(at: fraction) == sorted[Int(fraction * Double(count - 1))])
      }
    }
    #expect(Quantiles(of: [.nan]).value(at: 0.5) == nil)
  }
}

@Suite struct GroupMeansTests {
  @Test func handWorked() throws {
    let groups = ["b", "a", "b", "a", "c"]
    let means = GroupMeans(of: [1, 10, 3, .nan, -4], groups: groups)
    // b: 2, a: 10, c: −4; their mean 8/3.
    #expect(means.means == [10, 2, -4])
    let mean = 8.0 / 3
    let squares = [10.0, 2, -4].reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(abs(try #require(means.spread) - (squares / 2).squareRoot()) < 1e-12)
  }

  @Test func oneGroupHasNoSpread() {
    #expect(GroupMeans(of: [1, 2], groups: ["a", "a"]).spread == nil)
    #expect(GroupMeans(of: [], groups: []).spread == nil)
    #expect(GroupMeans(of: [.nan, 2], groups: ["a", "b"]).spread == nil)
  }
}
