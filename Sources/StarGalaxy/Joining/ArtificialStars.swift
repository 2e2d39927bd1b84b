public import Clusters
internal import Foundation
public import Ranks
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
  /// The most sources, and the most artificial stars, that a forest learns from. Of more it takes evenly spaced ones, which
  /// stand for their neighbours in the table, and each forest takes others.
  public var most = 400_000
  /// The fewest artificial stars that can teach anything.
  public static let fewest = 50

  /// What is known of each artificial star: `[star, feature]`, as of the sources.
  private let features: Tensor
  private let magnitudes: [Double]
  /// The number of the field that each was put into.
  private let fields: [Int]
  /// The places, among the stars given, of those that have a magnitude.
  public let usable: [Int]

  /// - Parameters:
  ///   - features: `[star, feature]`.
  ///   - magnitudes: measured as the sources' are.
  ///   - fields: the number of each star's field, as the sources' compactness counts them; nil for
  ///     stars of one field.
  public init(
    _ features: Tensor, magnitudes: [Double], fields: [Int]? = nil
  ) throws(ClustersError) {
    try features.requireRows(to: "learn from artificial stars")
    let usable = magnitudes.indices.filter { magnitudes[$0].isFinite }
    guard features.shape[0] == magnitudes.count, usable.count >= Self.fewest else {
      throw ClustersError(
        "cannot learn from \(usable.count) artificial stars: \(Self.fewest) are needed at least; "
          + "inject more, or into more fields")
    }
    self.usable = usable
    self.features = features.rows(usable)
    self.magnitudes = usable.map { magnitudes[$0] }
    self.fields = usable.map { fields?[$0] ?? 0 }
  }

  /// What trees say of the sources and of the usable artificial stars, each judged by trees that did
  /// not learn from it.
  public struct Answer: Sendable {
    /// The logit of being a star for every source, by trees that learned neither from it nor from copies of it. Fields of many and of few stars are weighed
    /// alike: the logits are those of a usual field.
    public let sources: [Double]
    /// The same, and for every usable artificial star, by trees that learned from no copy of the same star: by these
    /// it is judged how much trees are worth.
    public let sourcesApart, starsApart: [Double]
    /// How many stars of the sky each usable artificial star stands for.
    public let weights: [Double]
  }

  /// What must not be torn into what teaches and what is judged: copies of one star look alike, and like the star.
  public enum Kin: Sendable {
    /// The star whose copy each usable artificial star is, as a number that the star itself has among the sources;
    /// every other source has a number of its own.
    case originals(sources: [Int], stars: [Int])
    /// Where that is not known, which part of its field (0 to 3) each lies in: copies lie near their star.
    case parts(sources: [Int], stars: [Int])
  }

  /// Learns and judges.
  ///
  /// - Parameters:
  ///   - sources: `[source, feature]`.
  ///   - first: a first, calibrated estimate of the probability of being a star.
  ///   - compactness: magnitudes and fields of the sources.
  ///   - kin: which of them belong together; nil if none do.
  ///   - ranks: who grows a part of the forests each; all get all answers.
  public func answers(
    of sources: Tensor, first: [Double], _ compactness: Compactness,
    kin: Kin? = nil, workers: Workers = .all, ranks: Ranks = .alone
  ) throws(ClustersError) -> Answer {
    try sources.requireRows(to: "learn stars", width: features.shape[1])
    precondition(first.count == sources.shape[0] && compactness.count == first.count)
    let stars = magnitudes.count
    let weights = starWeights(first, compactness)
    let all = StackedRows(upper: features, lower: sources)
    let kinds =
      [Int](repeating: 1, count: stars) + [Int](repeating: 0, count: first.count)
    func judged(_ parts: Folds) throws(ClustersError) -> [Double] {
      let found = try parts.outOfFold(members: forests, workers: workers, ranks: ranks) {
        forest, learned throws(ClustersError) in
        try grown(on: learned, of: all, weights, first, compactness.magnitudes, forest: forest)
      } judge: { forest, judged throws(ClustersError) in
        try logits(of: judged, of: all, by: forest)
      }
      var sums = [Double](repeating: 0, count: stars + first.count)
      for logits in found {
        for case (let row, let value?) in logits.enumerated() {
          sums[row] += value / Double(forests)
        }
      }
      return sums
    }
    var apart: [Double]?
    let best: [Double]
    switch kin {
    case .originals(let ofSources, let ofStars) where Set(ofStars).count > 1:
      best = try judged(
        Folds(
          min(folds, Set(ofStars).count), of: kinds, groups: ofStars + ofSources, seed: seed))
    case .parts(let ofSources, let ofStars):
      best = try judged(Folds(folds, of: kinds, seed: seed))
      apart = try judged(Folds(4, parts: ofStars + ofSources))
    case .originals, nil: best = try judged(Folds(folds, of: kinds, seed: seed))
    }
    return Answer(
      sources: Array(best[stars...]), sourcesApart: Array((apart ?? best)[stars...]),
      starsApart: Array((apart ?? best)[..<stars]), weights: weights.map(Double.init))
  }

  /// Trees that learn the artificial stars against the sources.
  ///
  /// - Parameters:
  ///   - learned: rows of `all` to learn from.
  ///   - all: the features of the artificial stars, then those of the sources.
  private func grown(
    on learned: [Int], of all: StackedRows, _ weights: [Float], _ first: [Double],
    _ known: [Double],
    forest: Int
  ) throws(ClustersError) -> BoostedTrees.Model {
    let stars = magnitudes.count
    let (allMade, allSources) = (learned.filter { $0 < stars }, learned.filter { $0 >= stars })
    let made = allMade.spaced(atMost: most, turn: forest, of: forests)
    let sources = allSources.spaced(atMost: most, turn: forest, of: forests)
    // How many each stands for.
    let starsEach = Float(allMade.count) / Float(max(made.count, 1))
    let sourcesEach = Float(allSources.count) / Float(max(sources.count, 1))
    // Among sources brighter than any artificial star the first estimate stands for both classes.
    let brightest = magnitudes.min() ?? 0
    let bright = sources.filter { !(known[$0 - stars] >= brightest) }
    let classes =
      [Int](repeating: 1, count: made.count) + [Int](repeating: 0, count: sources.count)
      + [Int](repeating: 1, count: bright.count)
    let shares =
      made.map { starsEach * weights[$0] }
      + sources.map { sourcesEach * Float(1 - first[$0 - stars]) }
      + bright.map { sourcesEach * Float(first[$0 - stars]) }
    var trees = trees.learning(from: shares)
    trees.seed = seed &+ UInt64(forest)
    return try trees.fit(
      all.rows(made + sources + bright), classes: classes, of: 2, weights: shares)
  }

  private func logits(
    of judged: [Int], of all: StackedRows, by forest: BoostedTrees.Model
  ) throws(ClustersError) -> [Double] {
    var logits: [Double] = []
    for block in judged.indices.blocks() {
      let rows = all.rows(judged[block])
      let answers = try forest.probabilities(rows, workers: Workers(threads: 1)).values
      logits += (0..<block.count).map { place in
        let p = min(max(Double(answers[2 * place + 1]), 1e-6), 1 - 1e-6)
        return log(p / (1 - p))
      }
    }
    return logits
  }

  /// How many stars of the sky each artificial one stands for: the stars expected in its range of
  /// magnitudes over the artificial ones in it, in a usual field. In every field they weigh as the
  /// galaxies do, so that trees learn how stars look and not where there are many.
  private func starWeights(_ first: [Double], _ compactness: Compactness) -> [Float] {
    let known = compactness.magnitudes
    let sorted = magnitudes.sorted()
    let ranges = min(max(sorted.count / 60, 1), 12)
    let edges = (1..<max(ranges, 1)).map { sorted[$0 * sorted.count / ranges] }
    func range(_ magnitude: Double) -> Int { edges.firstIndex { magnitude < $0 } ?? edges.count }
    let usual = FieldWeights(compactness)
    let balance = fieldBalance(first, compactness)
    var expected = [Double](repeating: 0, count: ranges)
    var made = expected
    for source in first.indices where known[source] >= sorted[0] {
      expected[range(known[source])] += first[source] * usual[compactness.fields[source]]
    }
    for (star, magnitude) in magnitudes.enumerated() {
      made[range(magnitude)] += balance[fields[star]]
    }
    return magnitudes.indices.map { star in
      let place = range(magnitudes[star])
      return Float(balance[fields[star]] * expected[place] / max(made[place], 1e-9))
    }
  }

  /// How much the artificial stars of each field count beside those of others: as its galaxies do.
  private func fieldBalance(_ first: [Double], _ compactness: Compactness) -> [Double] {
    guard compactness.fieldCount > 1 else { return [1] }
    var galaxies = [Double](repeating: 0, count: compactness.fieldCount)
    var made = galaxies
    for source in first.indices { galaxies[compactness.fields[source]] += 1 - first[source] }
    for field in fields { made[field] += 1 }
    return galaxies.indices.map { made[$0] > 0 ? min(max(galaxies[$0], 1) / made[$0], 20) : 0 }
  }
}

extension BoostedTrees {
  /// Trees no deeper than what they learn from allows.
  ///
  /// - Parameter weights: of the sources and stars that teach.
  func learning(from weights: [Float]) -> BoostedTrees {
    var trees = self
    let total = weights.reduce(0) { $0 + Double($1) }
    // A thousand weights carry the usual depth.
    if total < 1000 {
      trees.depth = total < 300 ? min(depth, 2) : min(depth, 3)
      trees.leastChild = max(1, leastChild * total / 1000)
    }
    return trees
  }
}
