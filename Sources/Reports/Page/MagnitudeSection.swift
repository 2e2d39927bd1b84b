internal import Clusters
internal import Console
package import Judging
internal import Tables
package import Tensors

/// Areas under the ROC curve by magnitude, ours with intervals, beside every classical score.
package struct MagnitudeSection {
  private struct Row {
    var low, high: Double
    var stars, galaxies: Int
    var ours: Double?
    var interval: Bootstrap.Interval?
    var others: [Double?]
  }

  private let names: [String]
  private let rows: [Row]
  private let concentration: Int?

  /// The column that is ours.
  private let score: String

  package init(_ judged: LabelledScores, score: String, edges: [Double], workers: Workers) throws {
    self.score = score
    let ours = filledWithMedian(judged.scores).scores
    let others = judged.baselines.map { filledWithMedian($0.scores).scores }
    names = judged.baselines.map(\.name)
    concentration = names.firstIndex(of: Measurement.concentration.name)
    rows = zip(edges, edges.dropFirst()).compactMap { low, high in
      let inside = judged.magnitudes.indices.filter {
        judged.magnitudes[$0] >= low && judged.magnitudes[$0] < high
      }
      guard !inside.isEmpty else { return nil }
      let positives = inside.map { judged.stars[$0] }
      func area(_ scores: [Double]) -> Double? {
        try? ROCCurve(scores: inside.map { scores[$0] }, positives: positives).auc
      }
      let stars = positives.count { $0 }
      return Row(
        low: low, high: high, stars: stars, galaxies: inside.count - stars, ours: area(ours),
        interval: try? Bootstrap(resamples: 400, seed: 1).auc(
          scores: inside.map { ours[$0] }, positives: positives, workers: workers),
        others: others.map(area))
    }
  }

  package var html: String {
    guard !rows.isEmpty else { return "" }
    let header = ["magnitude", "stars", "galaxies", score, "95 %"] + names.map(Markup.escaped)
    let lines = rows.map { row in
      let rival = concentration.flatMap { row.others[$0] }
      let isBelow = rival.map { $0 > row.ours ?? 1 } ?? false
      let interval = row.interval.map { "\(share($0.low))–\(share($0.high))" } ?? "–"
      return [
        "\(number(row.low))–\(number(row.high))", "\(row.stars)", "\(row.galaxies)",
        "<span class=\"\(isBelow ? "bad" : "ours")\">\(share(row.ours))</span>", interval,
      ] + row.others.map { share($0) }
    }
    return Markup.paragraph(
      "Magnitudes are our own measurement in the reference band. Red: below plain concentration.")
      + Markup.table(header, lines)
  }
}

extension FrameGuard {
  package var html: String {
    guard !cells.isEmpty else { return "" }
    let rows = cells.map { cell in
      [
        Markup.escaped(cell.field), "\(number(cell.low))–\(number(cell.high))", "\(cell.stars)",
        "\(cell.galaxies)",
        "<span class=\"\(cell.isBelow ? "bad" : "ours")\">\(share(cell.ours))</span>",
        share(cell.concentration),
      ]
    }
    let left =
      leftOut == 0
      ? "" : " \(leftOut) more bins have fewer than \(Self.fewest) stars or galaxies."
    return Markup.paragraph(
      "Every frame against its own concentration: red where \(score) is below it." + left)
      + Markup.table(
        ["frame", "magnitude", "stars", "galaxies", score, "concentration"], rows)
  }
}
