internal import Foundation

/// Spearman's rank correlation: how far two quantities rise and fall together, whatever the shape
/// of the curve that they follow; ties share their mean rank.
public enum RankCorrelation {
  /// From −1 to 1, over the pairs of which both are finite; nil for fewer than three or where one
  /// never changes.
  public static func of(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "\(first.count) and \(second.count) values")
    let pairs = first.indices.filter { first[$0].isFinite && second[$0].isFinite }
    guard pairs.count > 2 else { return nil }
    let a = OrderStatistics.ranks(pairs.map { first[$0] })
    let b = OrderStatistics.ranks(pairs.map { second[$0] })
    let count = Double(pairs.count)
    let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
    var (both, squareA, squareB) = (0.0, 0.0, 0.0)
    for index in pairs.indices {
      let (x, y) = (a[index] - meanA, b[index] - meanB)
      both += x * y
      squareA += x * x
      squareB += y * y
    }
    guard squareA > 0, squareB > 0 else { return nil }
    return both / (squareA * squareB).squareRoot()
  }
}
