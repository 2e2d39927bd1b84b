internal import Clusters

/// The AUC of one score in every magnitude bin; nil where a bin lacks stars or galaxies.
public struct MagnitudeBins: Sendable {
  public let areas: [Double?]

  public init(_ scores: [Double], _ judged: LabelledScores, edges: [Double]) {
    areas = zip(edges, edges.dropFirst()).map { low, high in
      let inside = judged.magnitudes.indices.filter {
        judged.magnitudes[$0] >= low && judged.magnitudes[$0] < high
      }
      let bin = try? Evaluation(
        scores: inside.map { scores[$0] }, stars: inside.map { judged.stars[$0] },
        magnitudes: inside.map { judged.magnitudes[$0] }, edges: [low, high],
        areProbabilities: false, bootstrap: Bootstrap(resamples: 1))
      return bin?.auc
    }
  }
}

extension LabelledScores {
  /// The 95 % interval of the area of P_STAR within a magnitude bin; nil where it lacks a class.
  public func interval(low: Double, high: Double, seed: UInt64) -> ClosedRange<Double>? {
    let filled = filledWithMedian(scores).scores
    let inside = magnitudes.indices.filter { magnitudes[$0] >= low && magnitudes[$0] < high }
    let interval = try? Bootstrap(resamples: 400, seed: seed).auc(
      scores: inside.map { filled[$0] }, positives: inside.map { stars[$0] })
    return interval.map { $0.low...$0.high }
  }

  /// The labels of a magnitude bin by themselves; a label without a source falls into none.
  public func within(_ range: Range<Double>) -> (scores: [Double], stars: [Bool]) {
    let filled = filledWithMedian(scores).scores
    let inside = magnitudes.indices.filter { range.contains(magnitudes[$0]) }
    return (inside.map { filled[$0] }, inside.map { stars[$0] })
  }
}
