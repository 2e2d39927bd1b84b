import Clusters
import Tensors
import TestSupport
import Testing

@Suite struct BootstrapTests {
  private func draw(_ stars: Int, _ galaxies: Int, seed: UInt64) -> ([Double], [Bool]) {
    var random = RandomNumbers(seed: seed)
    let positives = (0..<stars + galaxies).map { $0 < stars }
    return (positives.map { random.normal() + ($0 ? 1 : 0) }, positives)
  }

  /// Of many data sets, about 95 of 100 intervals hold the true area: Φ(1/√2) = 0.76025.
  @Test func coversTheTruth() throws {
    var covered = 0
    for seed in 0..<200 {
      let (scores, positives) = draw(60, 80, seed: UInt64(seed))
      let interval = try Bootstrap(resamples: 200, seed: UInt64(seed))
        .auc(scores: scores, positives: positives)
      covered += interval.low <= 0.76025 && 0.76025 <= interval.high ? 1 : 0
    }
    #expect((180...199).contains(covered), "\(covered) of 200 intervals hold the true area")
  }

  @Test func sameForAnyNumberOfThreads() throws {
    let (scores, positives) = draw(300, 200, seed: 5)
    let one = try Bootstrap(seed: 3)
      .auc(scores: scores, positives: positives, workers: Workers(threads: 1))
    let three = try Bootstrap(seed: 3)
      .auc(scores: scores, positives: positives, workers: Workers(threads: 3))
    let other = try Bootstrap(seed: 4).auc(scores: scores, positives: positives)
    #expect(one == three)
    #expect(one != other)
    #expect(one.low < one.high)
  }

  /// Ranks that draw a part of the resamples each have the same interval.
  @Test(arguments: [2, 3, 7]) func sameForAnyNumberOfRanks(ranks: Int) throws {
    let (scores, positives) = draw(30, 20, seed: 5)
    let alone = try Bootstrap(resamples: 50, seed: 3).auc(scores: scores, positives: positives)
    let all = try RanksOfThreads.results(of: ranks) { ranks in
      try Bootstrap(resamples: 50, seed: 3, ranks: ranks)
        .auc(scores: scores, positives: positives, workers: Workers(threads: 1))
    }
    #expect(all == [Bootstrap.Interval](repeating: alone, count: ranks))
  }

  @Test func pairedDifferencesAreNarrow() throws {
    let (scores, positives) = draw(300, 300, seed: 6)
    var random = RandomNumbers(seed: 7)
    let nearly = scores.map { $0 + 0.05 * random.normal() }
    let difference = try Bootstrap().aucDifference(scores, nearly, positives: positives)
    let alone = try Bootstrap().auc(scores: scores, positives: positives)
    #expect(difference.high - difference.low < 0.2 * (alone.high - alone.low))
    let same = try Bootstrap().aucDifference(scores, scores, positives: positives)
    #expect(same.low == 0 && same.high == 0)
    // A perfect score against its opposite.
    let (high, low) = (positives.map { $0 ? 1.0 : 0 }, positives.map { $0 ? 0.0 : 1 })
    #expect(try Bootstrap().aucDifference(high, low, positives: positives).low == 1)
  }

  @Test func refusesEmptySettings() {
    #expect(
      message {
        _ = try Bootstrap(resamples: 0).auc(scores: [1, 2], positives: [true, false])
      } == "cannot bootstrap: 0 resamples at confidence 0.95; ask for at least one resample and a "
        + "confidence between 0 and 1")
  }
}
