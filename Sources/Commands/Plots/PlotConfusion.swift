internal import ArgumentParser
internal import Catalogs
internal import Charts
internal import Console
internal import Files

/// `galaxy-aep plot confusion CONFUSION`: which classes are taken for which.
struct PlotConfusion: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "confusion", abstract: "Which classes are taken for which.",
    discussion: "Example: galaxy-aep plot confusion confusion.csv --out confusion.png")

  @Argument(help: "The counts that `galaxy-aep teach finetune` writes.", completion: .of(.table))
  var confusion: String

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.table, confusion)] }

  func run() throws {
    let table = try CSVTable(reading: confusion)
    let names = Array(table.columns.dropFirst())
    let counts = table.rows.map { $0.fields.dropFirst().compactMap { Int($0) } }
    guard !names.isEmpty, names.count <= 100, counts.count == names.count,
      counts.allSatisfy({ $0.count == names.count && $0.allSatisfy { $0 >= 0 } })
    else {
      throw CommandFailure(
        "cannot plot \(confusion): it is no table of counts with a row and a column for every "
          + "class; `galaxy-aep teach finetune` writes such files")
    }
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let total = counts.reduce(0) { $0 + $1.reduce(0, +) }
    let chart = ConfusionChart(
      title: figure.title ?? "\(right) of \(total) right", names: names, counts: counts)
    try figure.write(chart)
  }
}
