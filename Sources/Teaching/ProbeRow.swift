/// What several draws of one number of labels came to.
public struct ProbeRow: Codable, Sendable {
  public var labels: Int
  public var scores: [Double]
  public var mean: Double
  /// Standard deviation of the draws; 0 for one.
  public var spread: Double
  /// What cross-validation chose in every draw.
  public var choices: [String]

  public init(labels: Int, draws: [(score: Double, choice: String)]) {
    self.labels = labels
    scores = draws.map(\.score)
    let mean = scores.reduce(0, +) / Double(scores.count)
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    (self.mean, spread) = (mean, (squares / Double(max(1, scores.count - 1))).squareRoot())
    choices = draws.map(\.choice)
  }

  /// The choice that most draws made, the first of equals.
  public var usualChoice: String {
    let counts = Dictionary(choices.map { ($0, 1) }, uniquingKeysWith: +)
    let most = counts.values.max() ?? 0
    return choices.first { counts[$0] == most } ?? ""
  }
}
