internal import Clusters
internal import Foundation

/// What `evaluate` prints: our score beside the classical ones, on the same sources.
struct EvaluationReport {
  let lines: [String]

  init(_ result: Evaluation, _ judged: LabelledScores, edges: [Double], catalog: String) {
    let total = judged.stars.count
    var lines = [
      "labelled \(total) sources (\(result.stars) stars, \(result.galaxies) galaxies) in \(catalog)",
      "matched  \(judged.matched) within \(result.radius ?? 0)″; \(result.unscored) unscored, "
        + "which get the median score",
    ]
    if !judged.catalog.unknownClasses.isEmpty {
      let unknown = judged.catalog.unknownClasses.sorted { $0.key < $1.key }
        .map { "\($0.value) × \($0.key)" }
      lines.append("left out \(unknown.joined(separator: ", ")): neither STAR nor GALAXY")
    }
    lines += ["", Self.row("score", ["AUC", "95 % interval"])]
    lines.append(
      Self.row(
        "galaxy-aep P_STAR",
        [share(result.auc), "\(share(result.aucLow))–\(share(result.aucHigh))"]))
    for baseline in judged.baselines {
      lines.append(Self.row(baseline.name, [share(result.baselines[baseline.name])]))
    }
    lines += [
      "",
      "accuracy \(share(result.accuracy)) at P_STAR > \(number(result.accuracyThreshold)); "
        + "true-positive rate \(share(result.starsFoundAtFewErrors)) at false-positive rate 0.005",
    ]
    self.lines = lines + [""] + Self.binLines(result, judged, edges: edges)
  }

  /// AUC by magnitude of ours and of every classical score.
  private static func binLines(
    _ result: Evaluation, _ judged: LabelledScores, edges: [Double]
  ) -> [String] {
    let others = judged.baselines.map { baseline in
      MagnitudeBins(baseline.scores, judged, edges: edges).areas
    }
    let header = ["stars", "galaxies", "P_STAR"] + judged.baselines.map { shortened($0.name) }
    var lines = [row("magnitude (own)", header, width: 13)]
    for (index, bin) in result.bins.enumerated() where bin.stars + bin.galaxies > 0 {
      let areas = others.map { share($0[index]) }
      lines.append(
        row(
          "\(number(bin.low))–\(number(bin.high))",
          ["\(bin.stars)", "\(bin.galaxies)", share(bin.auc)] + areas, width: 13))
    }
    return lines
  }

  private static func shortened(_ name: String) -> String {
    String(name.prefix { $0 != "(" }.prefix(13)).trimmingCharacters(in: .whitespaces)
  }

  private static func row(_ title: String, _ cells: [String], width: Int = 16) -> String {
    let padded = cells.map { String(repeating: " ", count: max(0, width - $0.count)) + $0 }
    return title.padding(toLength: max(22, title.count), withPad: " ", startingAt: 0)
      + padded.joined(separator: " ")
  }
}
