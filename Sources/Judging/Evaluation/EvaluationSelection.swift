public import Clusters
public import Tensors

extension Evaluation {
  /// How a score and others did on a part of the labelled sources.
  public struct Selection: Codable, Sendable, Equatable {
    public let name: String
    public let stars: Int
    public let galaxies: Int
    public let auc: Double
    public let interval: Bootstrap.Interval
    /// The areas of the other scores by name.
    public let baselines: [String: Double]
    /// The 95 % interval of our area minus each other's, on the same resamples.
    public let differences: [String: Bootstrap.Interval]

    /// Judges some of the sources; nil where they lack stars or galaxies.
    ///
    /// - Parameters:
    ///   - chosen: the places of the sources in `scores`, `stars` and the baselines.
    ///   - scores: of all sources; one without a score has the median of all, as in the evaluation
    ///     of all (`filledWithMedian`). So have the baselines.
    public init?(
      _ name: String, of chosen: [Int], scores: [Double], stars: [Bool],
      baselines: [String: [Double]], bootstrap: Bootstrap, workers: Workers = .all
    ) throws(ClustersError) {
      let positives = chosen.map { stars[$0] }
      let count = positives.count { $0 }
      guard count > 0, count < chosen.count else { return nil }
      let ours = chosen.map { scores[$0] }
      (self.name, self.stars, galaxies) = (name, count, chosen.count - count)
      auc = try RankedScores(ours, positives).auc
      interval = try bootstrap.auc(scores: ours, positives: positives, workers: workers)
      var (areas, differences) = ([String: Double](), [String: Bootstrap.Interval]())
      // Processes that share the resamples all ask for the same next.
      for (name, scores) in baselines.sorted(by: { $0.key < $1.key }) {
        let other = chosen.map { scores[$0] }
        areas[name] = try RankedScores(other, positives).auc
        differences[name] = try bootstrap.aucDifference(
          ours, other, positives: positives, workers: workers)
      }
      (self.baselines, self.differences) = (areas, differences)
    }
  }
}
