/// How well a score separates positives from negatives, at every threshold.
///
/// The area under the curve is the Mann–Whitney statistic: the probability that a positive scores
/// higher than a negative, ties counted half, exactly. A score is never flipped: one that puts
/// negatives first has an area below one half.
public struct ROCCurve: Sendable {
  /// The rates when everything that scores at least `threshold` is called positive.
  public struct Point: Sendable, Equatable {
    public let threshold: Double
    public let falsePositiveRate: Double
    public let truePositiveRate: Double
  }

  public let auc: Double
  public let positives: Int
  public let negatives: Int
  /// From (0, 0) at an infinite threshold to (1, 1), one for every distinct score.
  public let points: [Point]

  /// Ranks the scores; each must be finite, and both classes must occur.
  public init(scores: [Double], positives: [Bool]) throws(ClustersError) {
    let ranked = try RankedScores(scores, positives)
    auc = ranked.auc
    (self.positives, negatives) = (ranked.positiveGroups.count, ranked.negativeGroups.count)
    var (hits, misses) = ([Int](repeating: 0, count: ranked.values.count), [Int]())
    misses = hits
    for group in ranked.positiveGroups { hits[Int(group)] += 1 }
    for group in ranked.negativeGroups { misses[Int(group)] += 1 }
    var points = [Point(threshold: .infinity, falsePositiveRate: 0, truePositiveRate: 0)]
    var (truePositives, falsePositives) = (0, 0)
    for group in ranked.values.indices.reversed() {
      truePositives += hits[group]
      falsePositives += misses[group]
      points.append(
        Point(
          threshold: ranked.values[group],
          falsePositiveRate: Double(falsePositives) / Double(negatives),
          truePositiveRate: Double(truePositives) / Double(self.positives)))
    }
    self.points = points
  }

  /// The highest true-positive rate at a false-positive rate, on the straight line between the
  /// curve's points: what choosing at random among tied scores reaches.
  public func truePositiveRate(atFalsePositiveRate rate: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.falsePositiveRate > rate }) else { return 1 }
    guard next > 0 else { return 0 }
    let (a, b) = (points[next - 1], points[next])
    let fraction =
      (rate - a.falsePositiveRate) / (b.falsePositiveRate - a.falsePositiveRate)
    return a.truePositiveRate + fraction * (b.truePositiveRate - a.truePositiveRate)
  }

  /// The fraction of true positives among what is called positive, at the highest threshold that
  /// finds at least this fraction of the positives.
  public func purity(atCompleteness completeness: Double) -> Double {
    let point = points.dropFirst().first { $0.truePositiveRate >= completeness }
    guard let point else { return Double(positives) / Double(positives + negatives) }
    let found = point.truePositiveRate * Double(positives)
    return found / (found + point.falsePositiveRate * Double(negatives))
  }
}

/// The fraction of objects on the right side of a threshold that was fixed beforehand.
///
/// One half is natural for a probability. Choosing the threshold that suits the labels best would
/// measure something else, so there is no function for that.
public func accuracy(scores: [Double], positives: [Bool], threshold: Double) -> Double {
  precondition(scores.count == positives.count, "every score needs a class")
  let right = zip(scores, positives).count { ($0 > threshold) == $1 }
  return Double(right) / Double(max(1, scores.count))
}

/// The mean squared difference between probabilities and what was true (Brier 1950).
public func brierScore(probabilities: [Double], positives: [Bool]) -> Double {
  precondition(probabilities.count == positives.count, "every probability needs a class")
  let sum = zip(probabilities, positives).reduce(0) { sum, pair in
    let difference = pair.0 - (pair.1 ? 1 : 0)
    return sum + difference * difference
  }
  return sum / Double(max(1, probabilities.count))
}
