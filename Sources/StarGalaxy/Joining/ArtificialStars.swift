public import Clusters
internal import Foundation
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
    let found = try parts.outOfFold(members: forests, workers: workers) {
      forest, learned throws(ClustersError) in
      try grown(on: learned, of: all, weights, first, known, seed: seed &+ UInt64(forest))
    } judge: { forest, judged throws(ClustersError) in
      try logits(of: judged, of: all, by: forest)
    }
    var sums = [Double](repeating: 0, count: first.count)
    for logits in found {
      for case (let source, let value?) in logits.enumerated() {
        sums[source] += value / Double(forests)
      }
    }
    return sums
  }

  /// Trees that learn the artificial stars against some of the sources.
  ///
  /// - Parameter all: the features of the artificial stars, then those of the sources.
  private func grown(
    on learned: [Int], of all: Tensor, _ weights: [Float], _ first: [Double], _ known: [Double],
    seed: UInt64
  ) throws(ClustersError) -> BoostedTrees.Model {
    // Among sources brighter than any artificial star the first estimate stands for both classes.
    let brightest = magnitudes.min() ?? 0
    let bright = learned.filter { !(known[$0] >= brightest) }
    let stars = magnitudes.count
    let rows = Array(0..<stars) + (learned + bright).map { $0 + stars }
    let classes =
      [Int](repeating: 1, count: stars) + [Int](repeating: 0, count: learned.count)
      + [Int](repeating: 1, count: bright.count)
    let shares = weights + learned.map { Float(1 - first[$0]) } + bright.map { Float(first[$0]) }
    var trees = trees
    trees.seed = seed
    return try trees.fit(all.rows(rows), classes: classes, of: 2, weights: shares)
  }

  private func logits(
    of judged: [Int], of all: Tensor, by forest: BoostedTrees.Model
  ) throws(ClustersError) -> [Double] {
    let rows = all.rows(judged.map { $0 + magnitudes.count })
    let answers = try forest.probabilities(rows, workers: Workers(threads: 1)).values
    return judged.indices.map { place in
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
