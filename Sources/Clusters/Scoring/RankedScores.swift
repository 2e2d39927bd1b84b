/// Scores sorted into groups of equals, lowest first.
package struct RankedScores: Sendable {
  /// The distinct scores, ascending.
  let values: [Double]
  /// The group of every positive and of every negative, in the order they were given.
  let positiveGroups: [Int32]
  let negativeGroups: [Int32]

  package init(_ scores: [Double], _ positives: [Bool]) throws(ClustersError) {
    guard scores.count == positives.count else {
      throw ClustersError(
        "cannot score the classification: \(scores.count) scores for \(positives.count) labels; "
          + "give one label for every score")
    }
    let broken = scores.count { !$0.isFinite }
    guard broken == 0 else {
      throw ClustersError(
        "cannot score the classification: \(broken) of \(scores.count) scores are not finite "
          + "numbers; give such sources the median score and count them as unscored")
    }
    let count = positives.count { $0 }
    guard count > 0, count < scores.count else {
      throw ClustersError(
        "cannot score the classification: there are \(count) positives and "
          + "\(scores.count - count) negatives; both classes must occur")
    }
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var values: [Double] = []
    var groups = [Int32](repeating: 0, count: scores.count)
    for index in order {
      if values.last != scores[index] { values.append(scores[index]) }
      groups[index] = Int32(values.count - 1)
    }
    self.values = values
    positiveGroups = scores.indices.filter { positives[$0] }.map { groups[$0] }
    negativeGroups = scores.indices.filter { !positives[$0] }.map { groups[$0] }
  }

  package var auc: Double {
    var counts = GroupCounts(values.count)
    for group in positiveGroups { counts.addPositive(group) }
    for group in negativeGroups { counts.addNegative(group) }
    return counts.takeAUC()
  }
}

/// How many positives and negatives a sample has in each group of equal scores.
struct GroupCounts {
  private var counts: [SIMD2<Int32>]

  init(_ groups: Int) {
    counts = [SIMD2<Int32>](repeating: .zero, count: groups)
  }

  mutating func addPositive(_ group: Int32) { counts[Int(group)].x &+= 1 }
  mutating func addNegative(_ group: Int32) { counts[Int(group)].y &+= 1 }

  /// The area under the curve of the sample, in whole numbers until the last division; empties
  /// the counts.
  mutating func takeAUC() -> Double {
    var (positives, negatives, pairs) = (0, 0, 0)
    for group in counts.indices {
      let (positive, negative) = (Int(counts[group].x), Int(counts[group].y))
      counts[group] = .zero
      pairs += positive * (2 * negatives + negative)
      positives += positive
      negatives += negative
    }
    return Double(pairs) / (2 * Double(positives) * Double(negatives))
  }
}
