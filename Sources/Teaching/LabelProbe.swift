public import Clusters
public import Tensors

/// A way to ask what some number of labels is worth.
public protocol LabelProbe: Sendable {
  /// What its scores are.
  var measure: String { get }
  /// What is judged, in words.
  var judged: String { get }
  /// How many labels there are to learn from.
  var available: Int { get }
  /// All of them.
  var lessons: Lessons { get }

  /// How well one draw of `labels` labels does, and what cross-validation among them chose.
  func score(
    of learner: LabelLearner, labels: Int, neighbours: Int?, seed: UInt64, workers: Workers
  ) throws -> (score: Double, choice: String)
}

extension LabelProbe {
  /// Every draw of `count` labels, 0 for all; all labels are drawn but once.
  public func row(
    of learner: LabelLearner, labels count: Int, draws: Int, neighbours: Int?, seed: UInt64,
    workers: Workers
  ) throws -> ProbeRow {
    let wanted = count == 0 ? available : count
    // What boosts trees keeps to one thread, so there the draws go side by side.
    let isAlone = learner == .xgboost
    let inner = isAlone ? Workers(threads: 1) : workers
    let outcomes = (isAlone ? workers : Workers(threads: 1)).results(
      of: wanted == available ? 1 : draws
    ) { draw in
      Result {
        try score(
          of: learner, labels: wanted, neighbours: neighbours, seed: seed &+ UInt64(draw),
          workers: inner)
      }
    }
    return ProbeRow(labels: wanted, draws: try outcomes.map { try $0.get() })
  }
}
