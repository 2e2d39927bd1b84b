import Clusters
import Testing

@Suite struct MomentsTests {
  @Test func agreesWithScipy() {
    let moments = Moments(ReferenceValues.pcaData)
    #expect(moments.count == 300)
    #expect(abs(moments.skewness - ReferenceValues.skewness) < 1e-10)
    #expect(abs(moments.kurtosis - ReferenceValues.kurtosis) < 1e-10)
  }

  @Test func handWorked() {
    let moments = Moments([1.0, 2, 3, 6])
    #expect(moments.mean == 3)
    #expect(abs(moments.spread - 3.5.squareRoot()) < 1e-15)
    #expect((moments.minimum, moments.maximum) == (1, 6))
    // Differences −2 −1 0 3: cubes sum to 18, fourth powers to 98.
    #expect(abs(moments.skewness - 18 / 4 / (3.5 * 3.5.squareRoot())) < 1e-14)
    #expect(abs(moments.kurtosis - (98.0 / 4 / (3.5 * 3.5) - 3)) < 1e-14)
  }

  @Test func constantsAndNothing() {
    let constant = Moments([Float](repeating: 7, count: 5000))
    #expect(constant.mean == 7)
    #expect((constant.spread, constant.skewness, constant.kurtosis) == (0, 0, 0))
    let nothing = Moments([Float]())
    #expect((nothing.count, nothing.mean, nothing.spread) == (0, 0, 0))
  }

  @Test func leavesOutWhatIsNotFinite() {
    let moments = Moments([1, .nan, 3, .infinity] as [Float])
    #expect((moments.count, moments.skipped, moments.mean) == (2, 2, 2))
  }

  /// Parts merged give what the whole gives, wherever it is cut.
  @Test(arguments: [0, 1, 17, 5000, 9999, 10000]) func partsMerge(cut: Int) {
    let values = noise([10000, 1], seed: 4).values.map { Double($0 * $0) + 1000 }
    var parts = Moments(values[..<cut])
    parts.merge(Moments(values[cut...]))
    let whole = Moments(values)
    #expect(parts.count == whole.count)
    #expect(abs(parts.mean - whole.mean) < 1e-9)
    #expect(abs(parts.spread - whole.spread) < 1e-9)
    #expect(abs(parts.skewness - whole.skewness) < 1e-9)
    #expect(abs(parts.kurtosis - whole.kurtosis) < 1e-8)
  }
}
