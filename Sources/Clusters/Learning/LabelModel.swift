public import Tensors

/// What was learned from labelled sources, ready for any other.
public protocol LabelModel: Sendable {
  /// The probability `[source, class]` that it gives each class of each row of `x`
  /// `[source, feature]`.
  func probabilities(_ x: Tensor, workers: Workers) throws(ClustersError) -> Tensor
}

/// Checks that every row has a class below `count`, and that there are two classes at least.
func requireClasses(
  _ classes: [Int], of x: Tensor, count: Int, to purpose: String
) throws(ClustersError) {
  try x.requireRows(to: purpose)
  guard classes.count == x.shape[0], count > 1, classes.allSatisfy((0..<count).contains) else {
    throw ClustersError(
      "cannot \(purpose): \(x.shape[0]) codes have \(classes.count) classes of \(count); one is "
        + "needed for each, counted from 0, and two to tell apart")
  }
}
