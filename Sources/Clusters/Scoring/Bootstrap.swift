public import Ranks
public import Tensors

/// How far a score would wander if other sources had been observed: percentile intervals from
/// resamples drawn with replacement, positives and negatives apart (so that both always occur).
public struct Bootstrap: Sendable {
  /// The interval that holds the given fraction of the resamples.
  public struct Interval: Sendable, Codable, Equatable {
    public let low: Double
    public let high: Double
  }

  public var resamples: Int
  public var confidence: Double
  public var seed: UInt64
  /// Who draws a part of the resamples each; all get the same interval.
  public var ranks: Ranks

  public init(
    resamples: Int = 1000, confidence: Double = 0.95, seed: UInt64 = 0, ranks: Ranks = .alone
  ) {
    (self.resamples, self.confidence, self.seed) = (resamples, confidence, seed)
    self.ranks = ranks
  }

  /// The interval of the area under the ROC curve.
  public func auc(
    scores: [Double], positives: [Bool], workers: Workers = .all
  ) throws(ClustersError) -> Interval {
    let ranked = try RankedScores(scores, positives)
    return try interval(of: [ranked], workers) { $0[0] }
  }

  /// The interval of the first score's area minus the second's on the same sources: each resample
  /// judges both.
  public func aucDifference(
    _ first: [Double], _ second: [Double], positives: [Bool], workers: Workers = .all
  ) throws(ClustersError) -> Interval {
    let ranked = [try RankedScores(first, positives), try RankedScores(second, positives)]
    return try interval(of: ranked, workers) { $0[0] - $0[1] }
  }

  private func interval(
    of ranked: [RankedScores], _ workers: Workers, _ statistic: @Sendable ([Double]) -> Double
  ) throws(ClustersError) -> Interval {
    guard resamples > 0, confidence > 0, confidence < 1 else {
      throw ClustersError(
        "cannot bootstrap: \(resamples) resamples at confidence \(confidence); ask for at least "
          + "one resample and a confidence between 0 and 1")
    }
    let own = ranks.own(of: resamples)
    let pieces = Pieces(of: own.count, atMost: .max, atLeast: 16)
    var drawn = workers.results(of: pieces.count) { piece in
      var counts = ranked.map { GroupCounts($0.values.count) }
      return pieces[piece].map { resample in
        var random = RandomNumbers.stream(UInt64(own.lowerBound + resample), seed: seed)
        draw(from: ranked, into: &counts, &random)
        return statistic(counts.indices.map { counts[$0].takeAUC() })
      }
    }.flatMap { $0 }
    ranks.join(&drawn) { ranks.part(of: resamples, $0).count }
    drawn.sort()
    let tail = (1 - confidence) / 2
    return Interval(
      low: OrderStatistics.quantile(tail, of: drawn),
      high: OrderStatistics.quantile(1 - tail, of: drawn))
  }

  private func draw(
    from ranked: [RankedScores], into counts: inout [GroupCounts], _ random: inout RandomNumbers
  ) {
    let (positives, negatives) = (ranked[0].positiveGroups.count, ranked[0].negativeGroups.count)
    for _ in 0..<positives {
      let chosen = random.integer(below: positives)
      for i in ranked.indices { counts[i].addPositive(ranked[i].positiveGroups[chosen]) }
    }
    for _ in 0..<negatives {
      let chosen = random.integer(below: negatives)
      for i in ranked.indices { counts[i].addNegative(ranked[i].negativeGroups[chosen]) }
    }
  }
}
