internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Foundation
internal import Reports

/// `galaxy-aep plot stability stability.json`: what every run reached, group by group.
struct PlotStability: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability",
    abstract: "What runs of other seeds and settings reached.",
    discussion: """
      A dot a run, a row a group; the band is the range of the first group. Without labels the rank \
      correlation with the first run takes the place of the AUC.

      Example: galaxy-aep plot stability stability.json --out stability.png
      """)

  @Argument(
    help: "What `galaxy-aep compare scores` wrote.", completion: .of(.table))
  var results: String

  @Option(help: "The part of the labels, as `galaxy-aep evaluate` calls it.")
  var part = "all labels"

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.table, results)] }

  func run() throws {
    guard let data = FileManager.default.contents(atPath: results),
      let table = try? JSONDecoder().decode(StabilityTable.self, from: data)
    else {
      throw CommandFailure(
        "cannot plot \(results): it is no result of `galaxy-aep compare scores`; write it first")
    }
    let isJudged = table.runs.contains { !$0.auc.isEmpty }
    guard !isJudged || table.runs.contains(where: { $0.auc[part] != nil }) else {
      let known = Set(table.runs.flatMap(\.auc.keys)).sorted()
      throw CommandFailure(
        "cannot plot \(results): it knows no part called \(part)"
          + Suggestion.text(for: part, among: known) + "; it has " + known.joined(separator: "; "))
    }
    let rows = table.groups.map { group in
      DotRows.Row(
        name: group.runs.count > 1 ? group.name : group.runs[0].name,
        values: group.runs.compactMap { isJudged ? $0.auc[part] : $0.agreement })
    }
    let label = isJudged ? "AUC (\(part))" : "rank correlation with \(table.runs.first?.name ?? "")"
    try figure.write(
      DotRows(
        title: figure.title ?? "How much the scores depend on seeds and settings", rows: rows,
        valueLabel: label, bandName: rows.first.map { "range of \($0.name)" }))
  }
}
