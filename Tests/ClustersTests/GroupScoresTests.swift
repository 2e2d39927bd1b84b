import Clusters
import Tensors
import Testing

@Suite struct GroupScoresTests {
  @Test func theMatchingIsTheBestOfAll() {
    var numbers = RandomNumbers(seed: 3)
    for round in 0..<60 {
      let (rows, columns) = (1 + round % 5, 1 + round % 5 + round / 20)
      let cost = (0..<rows).map { _ in
        (0..<columns).map { _ in
          round % 2 == 0 ? numbers.normal() : Double(numbers.integer(below: 4))
        }
      }
      let found = BestMatching.leastCost(cost)
      #expect(Set(found).count == rows)
      let sum = zip(cost, found).reduce(0) { $0 + $1.0[$1.1] }
      #expect(abs(sum - least(cost, from: 0, without: [])) < 1e-9)
    }
  }

  private func least(_ cost: [[Double]], from row: Int, without used: Set<Int>) -> Double {
    guard row < cost.count else { return 0 }
    return cost[row].indices.filter { !used.contains($0) }.map {
      cost[row][$0] + least(cost, from: row + 1, without: used.union([$0]))
    }.min() ?? .infinity
  }

  @Test func perfectGroupsUnderOtherNamesScoreOne() throws {
    let scores = try GroupScores(groups: [2, 2, 0, 0, 1, 1], classes: [0, 0, 1, 1, 2, 2])
    #expect(scores.accuracy == 1 && scores.matching == [1, 2, 0])
    #expect(abs(scores.normalisedInformation - 1) < 1e-12 && scores.adjustedRand == 1)
  }

  /// Values of scikit-learn 1.9.1 (`normalized_mutual_info_score`, `adjusted_rand_score`).
  @Test func knownScores() throws {
    let scores = try GroupScores(
      groups: [0, 0, 1, 1, 2, 2, 2, 0], classes: [0, 0, 0, 1, 1, 2, 2, 2])
    #expect(scores.counts == [[2, 0, 1], [1, 1, 0], [0, 1, 2]])
    #expect(abs(scores.accuracy - 5.0 / 8) < 1e-12)
    #expect(abs(scores.normalisedInformation - 0.398747820241147) < 1e-9)
    #expect(abs(scores.adjustedRand - 0.047619047619047616) < 1e-9)
  }

  @Test func oneGroupTellsNothing() throws {
    let scores = try GroupScores(groups: [0, 0, 0, 0], classes: [0, 0, 1, 1])
    #expect(scores.accuracy == 0.5 && scores.normalisedInformation == 0)
    #expect(scores.adjustedRand == 0)
  }

  @Test func moreGroupsThanClassesLeaveSomeOver() throws {
    let scores = try GroupScores(groups: [0, 1, 2, 3], classes: [0, 0, 1, 1])
    #expect(scores.accuracy == 0.5)
    #expect(scores.matching.compactMap { $0 }.sorted() == [0, 1])
  }

  @Test func unequalListsAreRefused() {
    #expect(throws: ClustersError.self) { try GroupScores(groups: [0], classes: []) }
    #expect(throws: ClustersError.self) { try GroupScores(groups: [-1], classes: [0]) }
  }
}
