internal import ArgumentParser
internal import Charts
internal import Clusters
internal import Files
internal import Judging
internal import Tables

/// `galaxy-aep plot magnitudes SCORES --catalog labels.csv`: where we win and where we lose.
struct PlotMagnitudes: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "magnitudes", abstract: "AUC against magnitude, ours and the classical scores.",
    discussion: """
      Example: galaxy-aep plot magnitudes clusters.fits --catalog labels.csv --out magnitudes.png
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @Option(
    "The edges of the magnitude bins, separated by commas.",
    each: -50.0...50.0, "mag", such: "ascending magnitudes such as 16,20,22")
  var bins = MagnitudeBins.usualEdges

  @OptionGroup var labels: LabelOptions
  @OptionGroup var figure: FigureOptions

  func validate() throws { try labels.requireCatalog() }

  var reads: [Artifact] { [Artifact(.scores, scores)] + labels.artifacts }

  func run() throws {
    let table = try SourceTable(reading: scores, named: .scores, maker: "cluster")
    let judged = try labels.match(table)
    let edges = try MagnitudeBins.edges(bins)
    let all = [(name: try table.score().ownName, scores: judged.scores)] + judged.baselines
    let lines = all.enumerated().map { index, score in
      let areas = MagnitudeBins(score.scores, judged, edges: edges).areas
      let points = zip(zip(edges, edges.dropFirst()), areas).compactMap { bin, area in
        area.map {
          MagnitudeChart.Bin(
            low: bin.0, high: bin.1, auc: $0,
            interval: index == 0 ? judged.interval(low: bin.0, high: bin.1, seed: 1) : nil)
        }
      }
      return MagnitudeChart.Score(name: score.name, bins: points, isOurs: index == 0)
    }
    let counts = zip(edges, edges.dropFirst()).map { low, high in
      let inside = judged.magnitudes.indices.filter {
        judged.magnitudes[$0] >= low && judged.magnitudes[$0] < high
      }
      let stars = inside.count { judged.stars[$0] }
      return MagnitudeChart.Count(
        low: low, high: high, stars: stars, galaxies: inside.count - stars)
    }
    let chart = MagnitudeChart(
      title: figure.title ?? "Area under the ROC curve by magnitude", scores: lines,
      counts: counts, magnitudeLabel: "magnitude (own measurement) [mag]")
    try figure.write(chart)
  }
}
