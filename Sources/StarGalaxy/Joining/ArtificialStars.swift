public import Clusters
internal import Foundation
internal import Synchronization
public import Tensors

/// P_STAR learned from artificial stars, whose class is known because they were made.
///
/// Positive–unlabelled learning (Elkan & Noto 2008, doi:10.1145/1401890.1401920) with a known sample
/// of one class: the sources are a mixture of stars, which look as the artificial ones do, and of
/// galaxies. Trees learn artificial stars, weighted to the number of stars expected at their
/// magnitude, against all sources, each weighted by how likely it is none by a first estimate. A
/// source is judged by trees that did not learn from it. Nothing here has seen a label.
public struct ArtificialStars: Sendable {
  public var folds = 4
  /// Forests of different seeds, whose logits are averaged.
  public var forests = 3
  public var trees = BoostedTrees.gentle
  public var seed: UInt64 = 1
  /// The fewest artificial stars that can teach anything.
  public static let fewest = 50

  /// What is known of each artificial star: `[star, feature]`, as of the sources.
  private let features: Tensor
  private let magnitudes: [Double]

  /// - Parameters:
  ///   - features: `[star, feature]`.
  ///   - magnitudes: measured as the sources' are.
  public init(_ features: Tensor, magnitudes: [Double]) throws(ClustersError) {
    try features.requireRows(to: "learn from artificial stars")
    let usable = magnitudes.indices.filter { magnitudes[$0].isFinite }
    guard features.shape[0] == magnitudes.count, usable.count >= Self.fewest else {
      throw ClustersError(
        "cannot learn from \(usable.count) artificial stars: \(Self.fewest) are needed at least; "
          + "inject more, or into more fields")
    }
    self.features = features.rows(usable)
    self.magnitudes = usable.map { magnitudes[$0] }
  }

  /// The logit of being a star for every source.
  ///
  /// - Parameters:
  ///   - sources: `[source, feature]`.
  ///   - first: a first, calibrated estimate of the probability of being a star.
  ///   - magnitudes: of the sources; not finite where unknown.
  public func logits(
    _ sources: Tensor, first: [Double], magnitudes known: [Double], workers: Workers = .all
  ) throws(ClustersError) -> [Double] {
    try sources.requireRows(to: "learn stars", width: features.shape[1])
    precondition(first.count == sources.shape[0] && known.count == first.count)
    let weights = starWeights(first, known)
    let parts = Folds(folds, of: [Int](repeating: 0, count: first.count), seed: seed)
    let all = Tensor(
      features.values + sources.values,
      shape: [
        magnitudes.count + first.count, features.shape[1],
      ])
    var jobs: [(part: Int, forest: Int)] = []
    for part in 0..<folds { jobs += (0..<forests).map { (part, $0) } }
    let outcomes = Mutex([Result<[Double], ClustersError>?](repeating: nil, count: jobs.count))
    workers.forEach(jobs.count) { [jobs] job in
      let outcome = Result { () throws(ClustersError) in
        var trees = trees
        trees.seed = seed &+ UInt64(jobs[job].forest)
        return try logits(of: parts.split(jobs[job].part), all, weights, first, known, trees)
      }
      outcomes.withLock { $0[job] = outcome }
    }
    var sums = [Double](repeating: 0, count: first.count)
    for (job, outcome) in zip(jobs, outcomes.withLock { $0 }) {
      guard let found = try outcome?.get() else { continue }
      for (source, value) in zip(parts.split(job.part).judged, found) {
        sums[source] += value / Double(forests)
      }
    }
    return sums
  }

  /// The logits of the judged sources by trees that learn from the others.
  ///
  /// - Parameter all: the features of the artificial stars, then those of the sources.
  private func logits(
    of parts: (judged: [Int], learned: [Int]), _ all: Tensor, _ weights: [Float],
    _ first: [Double], _ known: [Double], _ trees: BoostedTrees
  ) throws(ClustersError) -> [Double] {
    // Among sources brighter than any artificial star the first estimate stands for both classes.
    let brightest = magnitudes.min() ?? 0
    let bright = parts.learned.filter { !(known[$0] >= brightest) }
    let stars = magnitudes.count
    let rows = Array(0..<stars) + (parts.learned + bright).map { $0 + stars }
    let classes =
      [Int](repeating: 1, count: stars) + [Int](repeating: 0, count: parts.learned.count)
      + [Int](repeating: 1, count: bright.count)
    let shares =
      weights + parts.learned.map { Float(1 - first[$0]) } + bright.map { Float(first[$0]) }
    let model = try trees.fit(all.rows(rows), classes: classes, of: 2, weights: shares)
    let judged = all.rows(parts.judged.map { $0 + stars })
    let answers = try model.probabilities(judged, workers: Workers(threads: 1)).values
    return parts.judged.indices.map { place in
      let p = min(max(Double(answers[2 * place + 1]), 1e-6), 1 - 1e-6)
      return log(p / (1 - p))
    }
  }

  /// How many stars of the sky each artificial one stands for: the stars expected in its range of
  /// magnitudes over the artificial ones in it.
  private func starWeights(_ first: [Double], _ known: [Double]) -> [Float] {
    let sorted = magnitudes.sorted()
    let ranges = min(max(sorted.count / 60, 1), 12)
    let edges = (1..<max(ranges, 1)).map { sorted[$0 * sorted.count / ranges] }
    func range(_ magnitude: Double) -> Int { edges.firstIndex { magnitude < $0 } ?? edges.count }
    var expected = [Double](repeating: 0, count: ranges)
    var made = expected
    for source in first.indices where known[source] >= sorted[0] {
      expected[range(known[source])] += first[source]
    }
    for magnitude in magnitudes { made[range(magnitude)] += 1 }
    return magnitudes.map { magnitude in
      let place = range(magnitude)
      return Float(expected[place] / max(made[place], 1))
    }
  }
}
