internal import Foundation

/// An evaluation as the report reads it: every part may be missing, and what it does not know of it
/// leaves alone.
struct ReportedEvaluation: Decodable {
  var auc, aucLow, aucHigh: Double?
  var stars, galaxies, unscored, matched: Int?
  var radius: Double?
  var baselines: [String: Double]?
  var accuracy, accuracyThreshold, starsFoundAtFewErrors, purity, brier: Double?
  var provenance: [String: String]?
  var labelLedger: [String: String]?
  /// What whoever judged the scores wants said aloud.
  var warnings: [String]?

  enum CodingKeys: String, CodingKey {
    case auc
    case aucLow = "auc_low"
    case aucHigh = "auc_high"
    case stars, galaxies, unscored, matched, radius, baselines, accuracy
    case accuracyThreshold = "accuracy_threshold"
    case starsFoundAtFewErrors = "tpr_at_fpr_0.005"
    case purity = "purity_at_completeness_0.96"
    case brier, provenance, warnings
    case labelLedger = "label_ledger"
  }

  init(reading path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("cannot read \(path)")
    }
    do {
      self = try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw CommandFailure(
        "cannot read \(path): it is not an evaluation, as `galaxy-aep evaluate` writes it")
    }
  }

  /// The other scores, the best first.
  var ranked: [(name: String, auc: Double)] {
    (baselines ?? [:]).map { (name: $0.key, auc: $0.value) }
      .sorted { ($1.auc, $0.name) < ($0.auc, $1.name) }
  }
}
