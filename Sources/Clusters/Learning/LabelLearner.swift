public import Tensors

/// A way to learn classes from labelled codes, with the choices it leaves open settled by
/// cross-validation among the labelled sources alone.
public enum LabelLearner: String, Sendable, CaseIterable {
  /// The vote of the nearest labelled sources: of 1, 5 or 15, unless told.
  case knn
  /// `LogisticRegression` with a penalty of 100, 10, 1 or 0.1.
  case logistic
  /// `BoostedTrees` of 50 or 200 rounds, two or four deep.
  case xgboost

  /// What was chosen, in words, and the model that all labelled sources made.
  public struct Outcome: Sendable {
    public let choice: String
    public let model: any LabelModel
  }

  /// More labels than this are cut once instead of five times: choices are then sure enough.
  private static let manyLabels = 2000

  /// - Parameters:
  ///   - x: codes `[source, feature]`, classes counted from 0.
  ///   - neighbours: how many vote; nil to let cross-validation settle it.
  public func fit(
    _ x: Tensor, classes: [Int], of count: Int, neighbours: Int? = nil, seed: UInt64,
    workers: Workers = .all
  ) throws(ClustersError) -> Outcome {
    try requireClasses(classes, of: x, count: count, to: "learn from labels")
    let candidates = candidates(for: x.shape[0], neighbours)
    let best = try bestCandidate(candidates, x, classes, count, seed, workers)
    let chosen = candidates[best]
    return Outcome(
      choice: chosen.name, model: try chosen.fit(x, classes, count, seed, workers))
  }

  private struct Candidate: Sendable {
    let name: String
    let fit: @Sendable (Tensor, [Int], Int, UInt64, Workers) throws(ClustersError) -> any LabelModel
  }

  private func bestCandidate(
    _ candidates: [Candidate], _ x: Tensor, _ classes: [Int], _ count: Int, _ seed: UInt64,
    _ workers: Workers
  ) throws(ClustersError) -> Int {
    guard candidates.count > 1 else { return 0 }
    let folds = Folds(5, of: classes, seed: seed)
    let used = classes.count > Self.manyLabels ? 1 : 5
    let right = try candidates.map { candidate throws(ClustersError) in
      let found = try folds.outOfFold(judging: used) {
        _, learned throws(ClustersError) -> (any LabelModel)? in
        guard !learned.isEmpty else { return nil }
        return try candidate.fit(
          x.rows(learned), learned.map { classes[$0] }, count, seed, workers)
      } judge: { model, judged throws(ClustersError) in
        try model.probabilities(x.rows(judged), workers: workers).largestColumns()
      }
      return zip(found, classes).count { $0 == $1 }
    }
    // Of equal ones the first: the simplest.
    return right.indices.reduce(0) { right[$1] > right[$0] ? $1 : $0 }
  }

  private func candidates(for sources: Int, _ neighbours: Int?) -> [Candidate] {
    switch self {
    case .knn:
      // Two thirds of the sources at least are left in cross-validation.
      (neighbours.map { [$0] } ?? [1, 5, 15].filter { 3 * $0 <= 2 * sources }).map { neighbours in
        Candidate(name: "\(neighbours) neighbours") {
          x, classes, count, _, workers throws(ClustersError) in
          try NeighbourClassifier(
            codes: x, classes: classes, of: count, neighbours: neighbours, workers: workers)
        }
      }
    case .logistic:
      [100.0, 10, 1, 0.1].map { penalty in
        Candidate(name: "penalty \(penalty)") {
          x, classes, count, _, workers throws(ClustersError) in
          try LogisticRegression(penalty: penalty).fit(
            x, classes: classes, of: count, workers: workers)
        }
      }
    case .xgboost:
      [(50, 2), (200, 2), (50, 4), (200, 4)].map { rounds, depth in
        Candidate(name: "\(rounds) rounds, depth \(depth)") {
          x, classes, count, seed, _ throws(ClustersError) in
          var trees = BoostedTrees()
          (trees.rounds, trees.depth, trees.seed) = (rounds, depth, seed)
          return try trees.fit(x, classes: classes, of: count)
        }
      }
    }
  }
}
