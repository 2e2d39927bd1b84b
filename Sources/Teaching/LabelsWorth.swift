public import Clusters
internal import Tensors

/// What correcting a probability by few labels is worth, and whether it matters which sources are labelled.
///
/// The labelled sources are halved at random, several times. Some labels of one half, drawn at random or those whose
/// probability is nearest to one half, correct the probability; the other half, of which nothing was learned, judges it.
public struct LabelsWorth: Codable, Sendable {
  /// How well probabilities tell the sources that judge.
  public struct Judged: Codable, Sendable, Equatable {
    /// Share on the wrong side of one half.
    public var wrong: Double
    /// Mean squared difference from the truth.
    public var brier: Double
    public var auc: Double

    public init(wrong: Double, brier: Double, auc: Double) {
      (self.wrong, self.brier, self.auc) = (wrong, brier, auc)
    }

    init(_ probabilities: [Double], _ positives: [Bool]) throws {
      wrong = 1 - accuracy(scores: probabilities, positives: positives, threshold: 0.5)
      brier = brierScore(probabilities: probabilities, positives: positives)
      auc = try ROCCurve(scores: probabilities, positives: positives).auc
    }
  }

  /// One halving.
  public struct Halving: Codable, Sendable {
    public var before, atRandom, byUncertainty: Judged

    public init(before: Judged, atRandom: Judged, byUncertainty: Judged) {
      (self.before, self.atRandom, self.byUncertainty) = (before, atRandom, byUncertainty)
    }
  }

  /// Labels that corrected, every time.
  public var labels: Int
  /// Labelled sources that were halved.
  public var sources: Int
  public var halvings: [Halving]

  public init(labels: Int, sources: Int, halvings: [Halving]) {
    (self.labels, self.sources, self.halvings) = (labels, sources, halvings)
  }

  /// - Parameters:
  ///   - before: the probability of every source; NaN where there is none, whose label is not used.
  ///   - measurements: `[measurement][source]`.
  ///   - lessons: every label there is, of two classes, 1 being what the probability is of.
  ///   - what: what the sources are called in errors.
  public init(
    of labels: Int, halvings count: Int, _ before: [Double], measurements: [[Double]],
    lessons: Lessons, by correction: ProbabilityCorrection = ProbabilityCorrection(),
    seed: UInt64, what: String
  ) throws {
    let known = lessons.rows.indices.filter { before[lessons.rows[$0]].isFinite }
    guard labels >= 2, labels <= known.count / 2 else {
      throw TeachingError(
        "cannot tell what \(labels) labels are worth on \(what): of the \(known.count) labelled sources half, "
          + "\(known.count / 2), are there to learn from; ask for 2 to \(max(2, known.count / 2))")
    }
    func isPositive(_ label: Int) -> Bool { lessons.classes[label] == 1 }
    self.labels = labels
    sources = known.count
    halvings = try (0..<count).map { halving in
      var numbers = RandomNumbers.stream(UInt64(halving), seed: seed ^ 0x3A1F)
      let order = numbers.permutation(of: known.count).map { known[$0] }
      let (offered, judging) = (order.prefix(known.count / 2), order.dropFirst(known.count / 2))
      let positives = judging.map(isPositive)
      guard positives.contains(true), positives.contains(false) else {
        throw TeachingError(
          "cannot tell what labels are worth on \(what): a half of the \(known.count) labelled sources has but one class"
        )
      }
      func judged(by learned: some Sequence<Int>) throws -> Judged {
        let drawn = learned.sorted()
        let classes = drawn.map { lessons.classes[$0] }
        let corrected = CorrectedScores(
          before, measurements: measurements,
          lessons: Lessons(
            rows: drawn.map { lessons.rows[$0] }, classes: classes, names: lessons.names,
            parts: Folds(2, of: classes, seed: seed)),
          by: correction
        ).probabilities
        return try Judged(judging.map { corrected[lessons.rows[$0]] }, positives)
      }
      func doubt(_ label: Int) -> Double { abs(before[lessons.rows[label]] - 0.5) }
      return Halving(
        before: try Judged(judging.map { before[lessons.rows[$0]] }, positives),
        atRandom: try judged(by: offered.prefix(labels)),
        byUncertainty: try judged(
          by: offered.sorted { (doubt($0), $0) < (doubt($1), $1) }.prefix(labels)))
    }
  }

  /// The mean over the halvings.
  public func mean(_ part: KeyPath<Halving, Judged>) -> Judged {
    func mean(_ score: KeyPath<Judged, Double>) -> Double {
      halvings.reduce(0) { $0 + $1[keyPath: part][keyPath: score] }
        / Double(max(1, halvings.count))
    }
    return Judged(wrong: mean(\.wrong), brier: mean(\.brier), auc: mean(\.auc))
  }

  /// In how many halvings labels chosen by uncertainty did better than those at random, and in how many alike.
  public func won(
    _ score: KeyPath<Judged, Double>, moreIsBetter: Bool
  ) -> (better: Int, alike: Int) {
    let gains = halvings.map {
      ($0.byUncertainty[keyPath: score] - $0.atRandom[keyPath: score]) * (moreIsBetter ? 1 : -1)
    }
    return (gains.count { $0 > 0 }, gains.count { $0 == 0 })
  }
}
