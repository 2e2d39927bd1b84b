internal import Files
internal import Foundation
internal import Teaching

/// What `probe` found: how well a learner did on some codes, from few labels to many.
struct ProbeReport: Codable {
  /// What the codes are called.
  var name: String
  /// What learned: knn, logistic or xgboost.
  var with: String
  /// What a score is: accuracy or AUC.
  var measure: String
  /// One for every number of labels, in the order in which they were asked for.
  var rows: [ProbeRow]
  /// Program, command and inputs.
  var provenance: [String: String]?

  init(name: String, with: String, measure: String, rows: [ProbeRow]) {
    (self.name, self.with, self.measure, self.rows) = (name, with, measure, rows)
  }

  /// Reads a result; nil if `data` is none.
  init?(_ data: Data) {
    guard let report = try? JSONDecoder().decode(Self.self, from: data), !report.rows.isEmpty,
      report.rows.allSatisfy({ $0.labels > 0 && $0.mean.isFinite })
    else { return nil }
    self = report
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var result = self
    result.provenance = Invocation.provenanceByKeyword()
    try ResultFile.write(try encoder.encode(result), to: path)
  }
}
