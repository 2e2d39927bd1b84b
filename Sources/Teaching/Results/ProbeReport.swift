internal import Console
internal import Files
package import Foundation

/// What `probe` found: how well a learner did on some codes, from few labels to many.
package struct ProbeReport: Codable {
  /// What the codes are called.
  package var name: String
  /// What learned: knn, logistic or xgboost.
  package var with: String
  /// What a score is: accuracy or AUC.
  package var measure: String
  /// One for every number of labels, in the order in which they were asked for.
  package var rows: [ProbeRow]
  /// Program, command and inputs.
  package var provenance: [String: String]?

  package init(name: String, with: String, measure: String, rows: [ProbeRow]) {
    (self.name, self.with, self.measure, self.rows) = (name, with, measure, rows)
  }

  /// Reads a result; nil if `data` is none.
  package init?(_ data: Data) {
    guard let report = try? JSONDecoder().decode(Self.self, from: data), !report.rows.isEmpty,
      report.rows.allSatisfy({ $0.labels > 0 && $0.mean.isFinite })
    else { return nil }
    self = report
  }

  /// - Parameter provenance: program, command and inputs, by keyword.
  package func write(to path: String, provenance: [String: String]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    var result = self
    result.provenance = provenance
    try ResultFile.write(try encoder.encode(result), to: path)
  }
}
