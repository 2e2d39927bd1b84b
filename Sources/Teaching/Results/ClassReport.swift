package import Clusters
internal import Console

/// What a person reads of a classifier's work: precision, recall, F1 and support of every class.
package enum ClassReport {
  package static func lines(of result: Confusion) -> [String] {
    let width = max(8, result.names.map(\.count).max() ?? 0)
    func row(_ title: String, _ cells: [String]) -> String {
      ([title] + cells).enumerated().map { index, cell in
        let blank = String(repeating: " ", count: max(0, (index == 0 ? width : 9) - cell.count))
        return index == 0 ? cell + blank : blank + cell
      }.joined(separator: " ")
    }
    var lines = [row("class", ["precision", "recall", "F1", "support"])]
    lines += zip(result.names, result.rows).map { row($0, text($1)) }
    lines.append(row("macro", text(result.macro)))
    lines.append(row("weighted", text(result.weighted)))
    return lines
  }

  private static func text(_ row: Confusion.Row) -> [String] {
    [share(row.precision), share(row.recall), share(row.f1), "\(row.support)"]
  }
}
