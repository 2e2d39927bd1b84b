internal import Clusters
internal import Console
internal import Foundation

/// How far scores of the same sources agree when a seed, a rate or a number of clusters changes.
package struct StabilityTable: Codable, Equatable {
  package struct Run: Codable, Equatable {
    /// The file's name without its ending; runs are grouped by what stands before the last hyphen.
    package var name: String
    /// Spearman's rank correlation of P_STAR with the first run's.
    package var agreement: Double?
    /// The area under the ROC curve of every part of the labels; empty without labels.
    package var auc: [String: Double] = [:]

    package init(name: String, agreement: Double?, auc: [String: Double] = [:]) {
      (self.name, self.agreement, self.auc) = (name, agreement, auc)
    }

    package var group: String {
      guard let hyphen = name.lastIndex(of: "-"), hyphen > name.startIndex else { return name }
      return String(name[..<hyphen])
    }
  }

  package var runs: [Run]
  /// Program, command and inputs.
  package var provenance: [String: String] = [:]

  package init(runs: [Run]) { self.runs = runs }

  /// Runs of one group, in the order in which groups begin.
  package var groups: [(name: String, runs: [Run])] {
    var order: [String] = []
    for run in runs where !order.contains(run.group) { order.append(run.group) }
    return order.map { name in (name, runs.filter { $0.group == name }) }
  }

  /// What a person reads: every run, then every group of several with its spread.
  ///
  /// - Parameter parts: the parts of the labels that have a column.
  package func lines(showing parts: [String]) -> [String] {
    let parts = parts.filter { part in runs.contains { $0.auc[part] != nil } }
    var cells = [["run", "agreement"] + parts]
    for run in runs {
      cells.append([run.name, Self.text(run.agreement)] + parts.map { Self.text(run.auc[$0]) })
    }
    for group in groups where group.runs.count > 1 {
      // The first run agrees with itself.
      let others = group.runs.filter { $0 != runs.first }
      let columns =
        [others.map(\.agreement)] + parts.map { part in group.runs.map { $0.auc[part] } }
      cells.append(["\(group.runs.count) × \(group.name)"] + columns.map(Self.spread))
    }
    return AlignedText.lines(
      cells, areNumbers: [false] + Array(repeating: true, count: parts.count + 1))
  }

  private static func text(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? "–"
  }

  /// Mean and standard deviation of a group.
  private static func spread(_ values: [Double?]) -> String {
    let values = values.compactMap { $0 }
    guard values.count > 1 else { return text(values.first) }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(values.count - 1)).squareRoot()
    return "\(text(mean)) ± \(text(deviation))"
  }
}
