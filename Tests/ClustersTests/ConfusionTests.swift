import Clusters
import Testing

@Suite struct ConfusionTests {
  private let confusion = try? Confusion(
    truth: [0, 0, 0, 1, 1, 2, 2, 2, 2, 2], predicted: [0, 0, 1, 1, 0, 2, 2, 2, 1, 2],
    names: ["cat", "dog", "owl"])

  @Test func countsTruthByPrediction() {
    #expect(confusion?.counts == [[2, 1, 0], [1, 1, 0], [0, 1, 4]])
    #expect(confusion?.accuracy == 0.7)
  }

  /// By hand: precision 2/3, 1/3, 1; recall 2/3, 1/2, 4/5.
  @Test func ratiosByHand() throws {
    let rows = try #require(confusion).rows
    #expect(rows.map(\.support) == [3, 2, 5])
    let expected: [[Double]] = [
      [2 / 3, 2 / 3, 2 / 3], [1 / 3, 1 / 2, 0.4], [1, 0.8, 8 / 9],
    ]
    for (row, values) in zip(rows, expected) {
      #expect(abs(row.precision - values[0]) < 1e-12)
      #expect(abs(row.recall - values[1]) < 1e-12)
      #expect(abs(row.f1 - values[2]) < 1e-12)
    }
    #expect(abs((confusion?.macro.precision ?? 0) - 2.0 / 3) < 1e-12)
    #expect(abs((confusion?.weighted.recall ?? 0) - 0.7) < 1e-12)
  }

  @Test func aClassNobodyPredictsHasNoPrecision() throws {
    let result = try Confusion(truth: [0, 1], predicted: [0, 0], names: ["a", "b", "c"])
    #expect(result.rows[1].precision == 0 && result.rows[1].f1 == 0)
    #expect(result.rows[2].recall == 0 && result.rows[2].support == 0)
  }

  @Test func whatDoesNotFitIsRefused() {
    #expect(throws: ClustersError.self) { try Confusion(truth: [], predicted: [], names: ["a"]) }
    #expect(throws: ClustersError.self) {
      try Confusion(truth: [1], predicted: [0], names: ["a"])
    }
  }
}
