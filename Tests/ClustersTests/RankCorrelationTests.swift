import Clusters
import Foundation
import Testing

@Suite struct RankCorrelationTests {
  @Test func isScipys() throws {
    let found = RankCorrelation.of(ReferenceValues.rocScores, ReferenceValues.spearmanSecond)
    #expect(abs(try #require(found) - ReferenceValues.spearman) < 1e-12)
  }

  @Test func onlyTheOrderCounts() throws {
    let x: [Double] = [3, 1, 2, 5, 4]
    #expect(abs(try #require(RankCorrelation.of(x, x.map { exp($0) })) - 1) < 1e-12)
    #expect(abs(try #require(RankCorrelation.of(x, x.map { -$0 })) + 1) < 1e-12)
  }

  @Test func whatIsMissingIsLeftOut() throws {
    let found = RankCorrelation.of([1, 2, .nan, 3, 9], [2, 4, 1, 6, .infinity])
    #expect(abs(try #require(found) - 1) < 1e-12)
    #expect(RankCorrelation.of([1, 2, .nan], [1, 2, 3]) == nil)
    #expect(RankCorrelation.of([1, 1, 1], [1, 2, 3]) == nil)
  }
}
