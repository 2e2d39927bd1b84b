internal import Console
internal import Foundation
package import Judging
internal import Tables

/// An evaluation as the report reads it: every part may be missing, and what it does not know of it
/// leaves alone.
package struct ReportedEvaluation: Decodable {
  package var auc, aucLow, aucHigh: Double?
  package var stars, galaxies, unscored, matched: Int?
  package var radius: Double?
  package var score: String?
  package var baselines: [String: Double]?
  package var accuracy, accuracyThreshold, starsFoundAtFewErrors, purity, brier: Double?
  package var judging: JudgingSettings?
  package var provenance: [String: String]?
  package var labelLedger: [String: String]?
  /// What whoever judged the scores wants said aloud.
  package var warnings: [String]?
  /// Parts of the labels judged by themselves.
  package var selections: [Part]?
  /// Every number at the top of the file, for evaluations of another kind (pictures' clusters).
  package private(set) var numbers: [(name: String, value: Double)] = []

  /// One part, with ours against every other score on the same resamples.
  package struct Part: Decodable {
    package var name: String
    package var stars, galaxies: Int
    package var auc: Double
    package var baselines: [String: Double]?
    package var differences: [String: Interval]?

    package struct Interval: Decodable {
      package var low, high: Double
    }

    /// The best of the others.
    package var rival: (name: String, auc: Double)? { ReportedEvaluation.ranked(baselines).first }
  }

  package enum CodingKeys: String, CodingKey {
    case auc
    case aucLow = "auc_low"
    case aucHigh = "auc_high"
    case stars, galaxies, unscored, matched, radius, baselines, accuracy
    case accuracyThreshold = "accuracy_threshold"
    case starsFoundAtFewErrors = "tpr_at_fpr_0.005"
    case purity = "purity_at_completeness_0.96"
    case brier, judging, provenance, warnings, selections, score
    case labelLedger = "label_ledger"
  }

  package init(reading path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("cannot read \(path)")
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
      let content = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      numbers = content.compactMap { name, value in
        (value as? NSNumber).map { (name: name, value: $0.doubleValue) }
      }.sorted { $0.name < $1.name }
    } catch {
      throw CommandFailure(
        "cannot read \(path): it is not an evaluation, as `galaxy-aep evaluate` writes it")
    }
  }

  /// The column that was judged.
  package var scoreName: String { score ?? SourceColumn.pStar.name }

  /// The other scores, the best first.
  package var ranked: [(name: String, auc: Double)] { Self.ranked(baselines) }

  /// The same without our own intermediate ones: what a reader could have had without this program.
  package var rankedClassical: [(name: String, auc: Double)] {
    ranked.filter { !Measurement.ownNames.contains($0.name) }
  }

  /// The 95 % interval of ours minus another score, on the same sources; nil where it is not known.
  package func difference(from name: String) -> Part.Interval? {
    selections?.first { $0.name == Selections.allLabels }?.differences?[name]
  }

  private static func ranked(_ scores: [String: Double]?) -> [(name: String, auc: Double)] {
    (scores ?? [:]).map { (name: $0.key, auc: $0.value) }
      .sorted { ($1.auc, $0.name) < ($0.auc, $1.name) }
  }
}
