internal import ArgumentParser
internal import Charts
internal import Files
internal import Tables

/// `galaxy-aep plot reliability SCORES --catalog labels.csv`: whether P_STAR means what it says.
struct PlotReliability: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "reliability",
    abstract: "The share of stars among sources of about the same P_STAR.",
    discussion: """
      Labels without a score are left out.

      Example: galaxy-aep plot reliability clusters.fits --catalog labels.csv --out reliability.png
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @Option(
    "How many ranges of P_STAR.",
    in: 2...100)
  var count = 10

  @OptionGroup var labels: LabelOptions
  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.scores, scores)] + labels.artifacts }

  func run() throws {
    let table = try SourceTable(
      reading: scores, named: .scores, maker: "cluster", columns: Measurement.judged)
    let (judged, score) = (try labels.match(table), table.scoreColumn.name)
    let known = judged.scores.indices.filter { judged.scores[$0].isFinite }
    let chart = ReliabilityChart(
      title: figure.title ?? "Does \(score) mean what it says? \(known.count) labelled sources",
      probabilities: known.map { judged.scores[$0] }, positives: known.map { judged.stars[$0] },
      binCount: count, probabilityLabel: score, positiveLabel: "share of stars")
    try figure.write(chart)
  }
}
