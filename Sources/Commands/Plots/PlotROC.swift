internal import ArgumentParser
internal import Charts
internal import Clusters

/// `galaxy-aep plot roc SCORES --catalog labels.csv`: true against false positives, ours and the
/// classical scores.
struct PlotROC: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roc",
    abstract: "The receiver operating characteristic, beside the classical scores.",
    discussion: "Example: galaxy-aep plot roc clusters.fits --catalog labels.csv --out roc.png")

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .file())
  var scores: String

  @Option(
    help: """
      The edges of magnitude bins, separated by commas: P_STAR's curve in each of them instead of \
      the classical scores.
      """)
  var bins: String?

  @OptionGroup var labels: LabelOptions
  @OptionGroup var figure: FigureOptions

  func validate() throws { try labels.requireCatalog() }

  func run() throws {
    let table = try SourceTable(reading: scores, named: "SCORES", maker: "cluster")
    let judged = try labels.match(table)
    if let bins {
      try figure.write(
        byMagnitude(judged, edges: MagnitudeBins.edges(bins)), inputs: [scores, labels.catalog])
      return
    }
    let ours = [("galaxy-aep P_STAR", judged.scores, true)]
    let others = judged.baselines.map { ($0.name, $0.scores, false) }
    let curves = try (ours + others).map { name, scores, isOurs in
      let curve = try ROCCurve(
        scores: filledWithMedian(scores).scores, positives: judged.stars)
      return ROCChart.Curve(
        name: name,
        points: curve.points.map { ($0.falsePositiveRate, $0.truePositiveRate) },
        auc: curve.auc, isOurs: isOurs)
    }
    let stars = judged.stars.count { $0 }
    let chart = ROCChart(
      title: figure.title ?? "\(stars) stars, \(judged.stars.count - stars) galaxies",
      curves: curves, markedRate: 0.005, falsePositiveLabel: "galaxies called stars",
      truePositiveLabel: "stars found")
    try figure.write(chart, inputs: [scores, labels.catalog])
  }

  private func byMagnitude(_ judged: LabelledScores, edges: [Double]) -> ROCChart {
    let curves = zip(edges, edges.dropFirst()).compactMap { low, high -> ROCChart.Curve? in
      let (scores, stars) = judged.within(low..<high)
      guard let curve = try? ROCCurve(scores: scores, positives: stars) else { return nil }
      let count = stars.count { $0 }
      return ROCChart.Curve(
        name: "\(number(low))–\(number(high)) (\(count) + \(stars.count - count))",
        points: curve.points.map { ($0.falsePositiveRate, $0.truePositiveRate) }, auc: curve.auc)
    }
    return ROCChart(
      title: figure.title ?? "P_STAR by magnitude (stars + galaxies)", curves: curves,
      markedRate: 0.005, falsePositiveLabel: "galaxies called stars",
      truePositiveLabel: "stars found")
  }
}
