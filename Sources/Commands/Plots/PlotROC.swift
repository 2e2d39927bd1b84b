internal import ArgumentParser
internal import Charts
internal import Clusters
internal import Console
internal import Files
internal import Judging
internal import Tables

/// `galaxy-aep plot roc SCORES --catalog labels.csv`: true against false positives, ours and the
/// classical scores.
struct PlotROC: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "roc",
    abstract: "The receiver operating characteristic, beside the classical scores.",
    discussion: """
      Example: galaxy-aep plot roc clusters.fits --catalog labels.csv --out roc.png
      Example: galaxy-aep plot roc clusters.fits --catalog labels.csv --bins 18,20,21,22 \
      --all-scores --out roc-by-magnitude.png
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @Option(
    """
    The edges of magnitude bins, separated by commas: P_STAR's curve in each of them instead of \
    the classical scores. Default: none.
    """,
    each: -50.0...50.0, "mag", such: "ascending magnitudes such as 16,20,22")
  var bins: String?

  @Flag(help: "With --bins: a panel for every bin, with the classical scores beside P_STAR.")
  var allScores = false

  @OptionGroup var labels: LabelOptions
  @OptionGroup var figure: FigureOptions

  func validate() throws {
    try labels.requireCatalog()
    guard !allScores || bins != nil else {
      throw ValidationError("--all-scores needs --bins, such as --bins 16,20,21,22.")
    }
  }

  var reads: [Artifact] { [Artifact(.scores, scores)] + labels.artifacts }

  func run() throws {
    let table = try SourceTable(
      reading: scores, named: .scores, maker: "cluster", columns: Measurement.judged)
    let (judged, score) = (try labels.match(table), table.scoreColumn.name)
    if let bins {
      let edges = try MagnitudeBins.edges(bins)
      return allScores
        ? try figure.write(panels(judged, score: score, edges: edges))
        : try figure.write(byMagnitude(judged, score: score, edges: edges))
    }
    let stars = judged.stars.count { $0 }
    var chart = ROCChart(
      title: figure.title
        ?? "\(score) beside other scores: \(stars) stars, \(judged.stars.count - stars) galaxies",
      curves: try curves(
        judged, score: score, of: Array(judged.stars.indices), intervals: true),
      markedRate: 0.005, falsePositiveLabel: "galaxies called stars",
      truePositiveLabel: "stars found")
    let unscored = judged.scores.count { !$0.isFinite }
    if unscored > 0 {
      chart.notes = [
        "\(unscored) labels without a source count with the median score: the straight pieces."
      ]
    }
    try figure.write(chart)
  }

  /// Ours and the classical scores of some of the labels; none where they lack a class.
  private func curves(
    _ judged: LabelledScores, score: String, of chosen: [Int], intervals: Bool = false
  ) throws -> [ROCChart.Curve] {
    let stars = chosen.map { judged.stars[$0] }
    guard stars.contains(true), stars.contains(false) else { return [] }
    let ours = [(name: StarScore.ownName(score), scores: judged.scores)]
    return try (ours + judged.baselines).enumerated().map { index, score in
      let filled = filledWithMedian(score.scores).scores
      let scores = chosen.map { filled[$0] }
      let curve = try ROCCurve(scores: scores, positives: stars)
      let interval =
        // As many resamples and the seed of `evaluate`: the same interval as in its table.
        intervals ? try Bootstrap(seed: 1).auc(scores: scores, positives: stars) : nil
      return ROCChart.Curve(
        name: score.name,
        points: curve.points.map { ($0.falsePositiveRate, $0.truePositiveRate) }, auc: curve.auc,
        interval: interval.map { $0.low...$0.high }, isOurs: index == 0)
    }
  }

  /// A panel a magnitude bin, without those that lack a class.
  private func panels(
    _ judged: LabelledScores, score: String, edges: [Double]
  ) throws -> ROCPanels {
    let panels = try zip(edges, edges.dropFirst()).compactMap { low, high -> ROCPanels.Panel? in
      let inside = judged.magnitudes.indices.filter { (low..<high).contains(judged.magnitudes[$0]) }
      let curves = try curves(judged, score: score, of: inside)
      let stars = inside.count { judged.stars[$0] }
      return curves.isEmpty
        ? nil
        : ROCPanels.Panel(
          title: "\(number(low))–\(number(high)) mag: \(stars) + \(inside.count - stars)",
          curves: curves)
    }
    return ROCPanels(
      title: figure.title ?? "All scores by magnitude (stars + galaxies)", panels: panels,
      falsePositiveLabel: "galaxies called stars", truePositiveLabel: "stars found")
  }

  private func byMagnitude(
    _ judged: LabelledScores, score: String, edges: [Double]
  ) -> ROCChart {
    let curves = zip(edges, edges.dropFirst()).compactMap { low, high -> ROCChart.Curve? in
      let (scores, stars) = judged.within(low..<high)
      guard let curve = try? ROCCurve(scores: scores, positives: stars) else { return nil }
      let count = stars.count { $0 }
      return ROCChart.Curve(
        name: "\(number(low))–\(number(high)) (\(count) + \(stars.count - count))",
        points: curve.points.map { ($0.falsePositiveRate, $0.truePositiveRate) }, auc: curve.auc)
    }
    return ROCChart(
      title: figure.title ?? "\(score) by magnitude (stars + galaxies)", curves: curves,
      markedRate: 0.005, falsePositiveLabel: "galaxies called stars",
      truePositiveLabel: "stars found")
  }
}
