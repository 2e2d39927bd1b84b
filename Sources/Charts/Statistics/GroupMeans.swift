/// How much the means of groups of values differ: of the frames that sources come from.
public struct GroupMeans: Sendable, Equatable {
  public let means: [Double]

  /// The mean of the finite values of every group that has any, in the order of the groups' names.
  ///
  /// - Parameter groups: of every value.
  public init(of values: [Float], groups: [String]) {
    precondition(values.count == groups.count, "a group for every value")
    var sums: [String: (sum: Double, count: Int)] = [:]
    for (value, group) in zip(values, groups) where value.isFinite {
      let before = sums[group] ?? (0, 0)
      sums[group] = (before.sum + Double(value), before.count + 1)
    }
    means = sums.sorted { $0.key < $1.key }.map { $0.value.sum / Double($0.value.count) }
  }

  /// The standard deviation of the means (divided by their number less one); nil of one group.
  public var spread: Double? {
    guard means.count > 1 else { return nil }
    let mean = means.reduce(0, +) / Double(means.count)
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(means.count - 1)).squareRoot()
  }
}
