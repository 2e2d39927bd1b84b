/// Scores with the median of the finite ones in place of the others, how many those were, and the
/// median; one half where none is finite.
public func filledWithMedian(
  _ scores: [Double]
) -> (scores: [Double], unscored: Int, median: Double) {
  let finite = scores.filter { $0.isFinite }
  let middle = OrderStatistics.median(finite) ?? 0.5
  return (scores.map { $0.isFinite ? $0 : middle }, scores.count - finite.count, middle)
}
