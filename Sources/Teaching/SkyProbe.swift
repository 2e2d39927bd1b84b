public import Clusters
public import Labels
public import Sky
public import Tensors

/// Few labels of the sky: stars and galaxies of a catalog, cut into blocks of the sky; every block is
/// judged by what some labels of the others taught.
public struct SkyProbe: LabelProbe {
  public let measure = "AUC"
  public let judged: String
  /// By their numbers.
  public static let classes = ["galaxy", "star"]
  private let codes: Tensor
  private let rows: [Int]
  private let stars: [Bool]
  private let folds: Folds

  /// - Parameters:
  ///   - codes: `[source, number]`, with the position of every source.
  ///   - radius: the largest separation of a label and its source, in arcseconds.
  ///   - what: what the sources are called in errors.
  public init(
    _ codes: Tensor, positions: [SkyPosition], catalog: LabelledCatalog, radius: Double,
    what: String
  ) throws(TeachingError) {
    let pairs = SkyMatch.oneToOne(catalog.positions, positions, radius: radius)
    let stars = pairs.map { catalog.entries[$0.first].sourceClass == .star }
    guard pairs.count >= 25, stars.contains(true), stars.contains(false) else {
      throw TeachingError(
        "cannot learn from \(what): \(pairs.count) of the \(catalog.entries.count) labels of "
          + "\(catalog.source) lie within \(radius)″ of a source; 25 are needed, stars and galaxies "
          + "among them")
    }
    self.stars = stars
    rows = pairs.map(\.second)
    self.codes = codes.rows(rows)
    folds = Folds(
      5,
      blocksOf: pairs.map { pair in
        let position = positions[pair.second]
        return (position.ra, position.dec)
      })
    judged = "\(stars.count) sources in 5 parts of the sky"
  }

  /// As many as the smallest rest has.
  public var available: Int {
    (0..<folds.count).map { folds.split($0).learned.count }.min() ?? 0
  }

  public var lessons: Lessons {
    Lessons(rows: rows, classes: stars.map { $0 ? 1 : 0 }, names: Self.classes, parts: folds)
  }

  public func score(
    of learner: LabelLearner, labels count: Int, neighbours: Int?, seed: UInt64, workers: Workers
  ) throws -> (score: Double, choice: String) {
    guard count >= 2, count <= available else {
      throw TeachingError(
        "cannot draw \(count) labels: there are \(available) to learn from, and 2 are needed")
    }
    var choices: [String] = []
    let scores = try folds.outOfFold { part, others in
      var numbers = RandomNumbers.stream(UInt64(part), seed: seed ^ 0x51C4)
      let order = numbers.permutation(of: others.count).map { others[$0] }
      let drawn = Self.withBoth(order, count, stars).sorted()
      let outcome = try learner.fit(
        codes.rows(drawn), classes: drawn.map { stars[$0] ? 1 : 0 }, of: Self.classes.count,
        neighbours: neighbours,
        seed: seed, workers: workers)
      choices.append(outcome.choice)
      return outcome.model
    } judge: { model, judged in
      let found = try model.probabilities(codes.rows(judged), workers: workers)
      return judged.indices.map { Double(found[$0, 1]) }
    }
    let curve = try ROCCurve(scores: scores.map { $0 ?? 0 }, positives: stars)
    return (curve.auc, choices.first ?? "")
  }

  /// The first of a random order; should they all be of one class, the last gives way to the first
  /// of the other.
  private static func withBoth(_ order: [Int], _ count: Int, _ stars: [Bool]) -> [Int] {
    var drawn = Array(order.prefix(count))
    guard let first = drawn.first, drawn.allSatisfy({ stars[$0] == stars[first] }),
      let other = order.first(where: { stars[$0] != stars[first] })
    else { return drawn }
    drawn[drawn.count - 1] = other
    return drawn
  }
}
