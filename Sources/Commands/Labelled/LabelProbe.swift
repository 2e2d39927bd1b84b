internal import Clusters
internal import Foundation
internal import Tensors

/// A way to ask what some number of labels is worth.
protocol LabelProbe: Sendable {
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

/// What several draws of one number of labels came to.
struct ProbeRow: Codable {
  var labels: Int
  var scores: [Double]
  var mean: Double
  /// Standard deviation of the draws; 0 for one.
  var spread: Double
  /// What cross-validation chose in every draw.
  var choices: [String]

  init(labels: Int, draws: [(score: Double, choice: String)]) {
    self.labels = labels
    scores = draws.map(\.score)
    let mean = scores.reduce(0, +) / Double(scores.count)
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    (self.mean, spread) = (mean, (squares / Double(max(1, scores.count - 1))).squareRoot())
    choices = draws.map(\.choice)
  }

  /// The choice that most draws made, the first of equals.
  var usualChoice: String {
    let counts = Dictionary(choices.map { ($0, 1) }, uniquingKeysWith: +)
    let most = counts.values.max() ?? 0
    return choices.first { counts[$0] == most } ?? ""
  }
}

extension LabelProbe {
  /// Every draw of `count` labels; all labels are drawn but once.
  func row(
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
