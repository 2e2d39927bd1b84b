internal import Console
internal import Foundation
internal import Tables

/// Compared models as a table, for a person and as CSV.
package struct ComparisonTable {
  package let rows: [ComparedModel]

  package init(_ rows: [ComparedModel]) { self.rows = rows }

  private struct Column {
    var title: String
    var cell: (ComparedModel) -> String
    var isNumber = true
  }

  /// What a person reads; columns without anything in them are left out.
  package var lines: [String] {
    let columns: [Column] = [
      Column(title: "model", cell: { $0.model }, isNumber: false),
      Column(title: "variant", cell: { $0.variant }, isNumber: false),
      Column(title: "units") { "\($0.units)" },
      Column(title: "seeds") { row in row.seeds > 1 ? "\(row.seeds)" : "" },
      Column(title: "error") { Self.pair($0.error, $0.errorSpread, digits: 5) },
      Column(title: "accuracy") { Self.pair($0.accuracy, $0.accuracySpread, digits: 3) },
      Column(title: "AUC") { Self.pair($0.auc, $0.aucSpread, digits: 4) },
      Column(title: "code mean") { number($0.codes.mean, digits: 2) },
      Column(title: "sd") { number($0.codes.sd, digits: 3) },
      Column(title: "skewness") { Self.fixed($0.codes.skewness, digits: 2) },
      Column(title: "kurtosis") { Self.fixed($0.codes.kurtosis, digits: 2) },
      Column(title: "active units") { Self.percent($0.codes.activeUnits) },
      Column(title: "numbers") { Self.percent($0.codes.activeNumbers) },
    ].filter { column in column.title == "model" || rows.contains { !column.cell($0).isEmpty } }
    let cells = [columns.map(\.title)] + rows.map { row in columns.map { $0.cell(row) } }
    return AlignedText.lines(cells, areNumbers: columns.map(\.isNumber))
  }

  package var csv: String {
    let titles = [
      "model", "variant", "units", "weights", "seeds", "error", "error_sd", "accuracy",
      "accuracy_sd", "labels", "auc", "auc_sd", "code_mean", "code_sd", "code_skewness",
      "code_kurtosis", "active_units", "active_numbers",
    ]
    let lines = rows.map { row -> String in
      let codes = row.codes
      let numbers: [Double?] = [
        row.error, row.errorSpread, row.accuracy, row.accuracySpread, row.labels.map(Double.init),
        row.auc, row.aucSpread, codes.mean, codes.sd, codes.skewness, codes.kurtosis,
        codes.activeUnits, codes.activeNumbers,
      ]
      let texts = [row.model, row.variant].map(CSVText.cell)
      return
        (texts + ["\(row.units)", "\(row.weights)", "\(row.seeds)"]
        + numbers.map { $0.map { String(format: "%.6g", $0) } ?? "" }).joined(separator: ",")
    }
    return ([titles.joined(separator: ",")] + lines).map { $0 + "\n" }.joined()
  }

  /// Which autoencoders rebuild better than as many principal components, where those are there.
  package var againstComponents: [String] {
    rows.filter(\.isLinear).compactMap { linear in
      let others = rows.filter { !$0.isLinear && $0.units == linear.units }
      guard !others.isEmpty else { return nil }
      let worse = others.filter { $0.error >= linear.error }
      let what = "\(linear.units) principal components (\(Self.fixed(linear.error, digits: 5)))"
      guard !worse.isEmpty else {
        return others.count == 1
          ? "\(others[0].model) rebuilds better than \(what)"
          : "all \(others.count) autoencoders of \(linear.units) units rebuild better than \(what)"
      }
      return "\(worse.count) of \(others.count) autoencoders of \(linear.units) units rebuild no "
        + "better than \(what): "
        + worse.map { "\($0.model) (\(Self.fixed($0.error, digits: 5)))" }.joined(separator: ", ")
    }
  }

  private static func pair(_ value: Double?, _ spread: Double?, digits: Int) -> String {
    guard let value else { return "" }
    return fixed(value, digits: digits) + (spread.map { " ± " + fixed($0, digits: digits) } ?? "")
  }

  private static func fixed(_ value: Double?, digits: Int) -> String {
    guard let value else { return "–" }
    return String(format: "%.\(digits)f", value)
  }

  private static func percent(_ value: Double) -> String { String(format: "%.0f %%", 100 * value) }
}
