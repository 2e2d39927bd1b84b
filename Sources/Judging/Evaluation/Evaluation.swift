public import Clusters
internal import Foundation
public import Tensors

/// How well a star score did against labels: the contents of `evaluation.json`.
///
/// Every number is judged on the same sources. A source without a score gets the median score and
/// is counted; a score is never flipped to the better side.
public struct Evaluation: Codable, Sendable, Equatable {
  /// The sources of one range of magnitudes, `low` included and `high` not.
  public struct Bin: Codable, Sendable, Equatable {
    public let low: Double
    public let high: Double
    /// Nil, and null in JSON, where the bin lacks stars or galaxies.
    public let auc: Double?
    public let stars: Int
    public let galaxies: Int
  }

  public let auc: Double
  public let aucLow: Double
  public let aucHigh: Double
  public let stars: Int
  public let galaxies: Int
  public let unscored: Int
  public let bins: [Bin]
  /// The areas of other scores by name.
  public let baselines: [String: Double]
  /// How many sources each of the other scores lacked (they got its median).
  public let baselinesUnscored: [String: Int]
  /// The fraction of sources on the right side of `accuracyThreshold`.
  public let accuracy: Double
  /// One half for probabilities, otherwise the median score.
  public let accuracyThreshold: Double
  /// The fraction of stars found when one galaxy in two hundred is called a star.
  public let starsFoundAtFewErrors: Double
  /// The fraction of stars among what is called a star, when 96 % of the stars are.
  public let purity: Double
  /// Of probabilities only.
  public let brier: Double?
  /// The area that learning from the labels themselves reaches, as a reference; nil if not asked.
  public var supervised: Double?
  /// Parts of the sources judged by themselves.
  public var selections: [Selection]
  /// Every field judged by itself; empty where the caller does not say which there are.
  public var fields: [FieldEvaluation]
  /// The column that was judged, P_STAR say; nil where the caller does not say.
  public var score: String?
  /// How many sources were matched to a label.
  public var matched: Int
  /// The matching radius in arcseconds.
  public var radius: Double?
  /// How scores and labels were matched; nil where the caller does not say.
  public var judging: JudgingSettings?
  /// Program, command, data and seed, as the caller states them.
  public var provenance: [String: String]
  /// What each step saw of the labels.
  public var labelLedger: [String: String]

  enum CodingKeys: String, CodingKey {
    case auc
    case aucLow = "auc_low"
    case aucHigh = "auc_high"
    case stars, galaxies, unscored, bins, baselines
    case baselinesUnscored = "baselines_unscored"
    case accuracy
    case accuracyThreshold = "accuracy_threshold"
    case starsFoundAtFewErrors = "tpr_at_fpr_0.005"
    case purity = "purity_at_completeness_0.96"
    case brier, supervised, selections, fields, score, matched, radius, judging, provenance
    case labelLedger = "label_ledger"
  }

  /// Judges scores against labels.
  ///
  /// - Parameters:
  ///   - scores: higher for stars; not finite where a source has none.
  ///   - stars: whether the label says star.
  ///   - magnitudes: of our own measurement; a source without one falls into no bin.
  ///   - edges: where the magnitude bins begin and end, ascending.
  ///   - baselines: other scores of the same sources.
  ///   - areProbabilities: whether the scores are probabilities of being a star.
  public init(
    scores: [Double], stars labels: [Bool], magnitudes: [Double], edges: [Double],
    baselines: [String: [Double]] = [:], areProbabilities: Bool = true,
    bootstrap: Bootstrap = Bootstrap(), workers: Workers = .all
  ) throws(ClustersError) {
    guard scores.count == labels.count, magnitudes.count == labels.count else {
      throw ClustersError(
        "cannot evaluate: \(scores.count) scores and \(magnitudes.count) magnitudes for "
          + "\(labels.count) labelled sources; give one of each for every source")
    }
    let stars = labels.count { $0 }
    guard stars > 0, stars < labels.count else {
      throw ClustersError(
        "cannot evaluate: the labels of \(labels.count) sources hold \(stars) stars and "
          + "\(labels.count - stars) galaxies; a catalog with both is needed")
    }
    let (filled, unscored, middle) = filledWithMedian(scores)
    let outside = areProbabilities ? filled.first { !(0...1).contains($0) } : nil
    if let outside {
      throw ClustersError(
        "cannot evaluate: the score \(outside) is no probability; probabilities of being a star "
          + "lie between 0 and 1")
    }
    let curve = try ROCCurve(scores: filled, positives: labels)
    let interval = try bootstrap.auc(scores: filled, positives: labels, workers: workers)
    auc = curve.auc
    (aucLow, aucHigh) = (interval.low, interval.high)
    (self.stars, galaxies, self.unscored) = (stars, labels.count - stars, unscored)
    starsFoundAtFewErrors = curve.truePositiveRate(atFalsePositiveRate: 0.005)
    purity = curve.purity(atCompleteness: 0.96)
    accuracyThreshold = areProbabilities ? 0.5 : middle
    accuracy = Clusters.accuracy(
      scores: filled, positives: labels, threshold: accuracyThreshold)
    brier = areProbabilities ? brierScore(probabilities: filled, positives: labels) : nil
    bins = zip(edges, edges.dropFirst()).map { low, high in
      let inside = magnitudes.indices.filter { magnitudes[$0] >= low && magnitudes[$0] < high }
      let positives = inside.map { labels[$0] }
      let stars = positives.count { $0 }
      return Bin(
        low: low, high: high,
        auc: try? ROCCurve(scores: inside.map { filled[$0] }, positives: positives).auc,
        stars: stars, galaxies: inside.count - stars)
    }
    var (areas, missing) = ([String: Double](), [String: Int]())
    for (name, scores) in baselines {
      guard scores.count == labels.count else {
        throw ClustersError(
          "cannot evaluate the baseline \(name): \(scores.count) scores for \(labels.count) "
            + "labelled sources; give one for every source")
      }
      let (filled, unscored, _) = filledWithMedian(scores)
      areas[name] = try RankedScores(filled, labels).auc
      missing[name] = unscored
    }
    (self.baselines, baselinesUnscored) = (areas, missing)
    (selections, fields) = ([], [])
    matched = labels.count
    radius = nil
    (provenance, labelLedger) = ([:], [:])
  }

  /// The text of `evaluation.json`: keys in alphabetical order, so that equal results are equal
  /// bytes.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}

extension Evaluation.Bin {
  /// Writes null, rather than nothing, for an area that does not exist.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(low, forKey: .low)
    try container.encode(high, forKey: .high)
    try container.encode(auc, forKey: .auc)
    try container.encode(stars, forKey: .stars)
    try container.encode(galaxies, forKey: .galaxies)
  }

  private enum CodingKeys: String, CodingKey {
    case low, high, auc, stars, galaxies
  }
}
