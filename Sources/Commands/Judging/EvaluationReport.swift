internal import Clusters
internal import Foundation

/// What a person reads of an evaluation: our score beside the classical ones, on the same sources.
enum EvaluationReport {
  /// Counts and areas under the ROC curve; all that `run` ends with.
  static func summary(of result: Evaluation) -> [String] {
    var lines = [
      "labelled \(result.stars) stars, \(result.galaxies) galaxies; \(result.matched) matched within "
        + "\(number(result.radius ?? 0))″, \(result.unscored) unscored (median score)",
      "", row("score", ["AUC", "95 % interval"]),
      row(
        "galaxy-aep P_STAR",
        [share(result.auc), "\(share(result.aucLow))–\(share(result.aucHigh))"]),
    ]
    for baseline in Measurement.baselines(called: result.baselines.keys) {
      lines.append(row(baseline.name, [share(result.baselines[baseline.name])]))
    }
    return lines
  }

  /// The summary, accuracy, and the areas by magnitude of ours and of every classical score.
  static func lines(
    of result: Evaluation, _ judged: LabelledScores, edges: [Double]
  ) -> [String] {
    var lines = summary(of: result)
    if !judged.catalog.unknownClasses.isEmpty {
      let unknown = judged.catalog.unknownClasses.sorted { $0.key < $1.key }
        .map { "\($0.value) × \($0.key)" }
      lines.append("left out \(unknown.joined(separator: ", ")): neither STAR nor GALAXY")
    }
    lines += [
      "",
      "accuracy \(share(result.accuracy)) at P_STAR > \(number(result.accuracyThreshold)); "
        + "true-positive rate \(share(result.starsFoundAtFewErrors)) at false-positive rate 0.005",
      "",
    ]
    let others = judged.baselines.map { MagnitudeBins($0.scores, judged, edges: edges).areas }
    let header =
      ["stars", "galaxies", "P_STAR"]
      + Measurement.baselines(called: judged.baselines.map(\.name)).map(\.shortName)
    lines.append(row("magnitude (own)", header, width: 9))
    for (index, bin) in result.bins.enumerated() where bin.stars + bin.galaxies > 0 {
      let areas = [share(bin.auc)] + others.map { share($0[index]) }
      lines.append(
        row(
          "\(number(bin.low))–\(number(bin.high))", ["\(bin.stars)", "\(bin.galaxies)"] + areas,
          width: 9))
    }
    return lines
  }

  private static func row(_ title: String, _ cells: [String], width: Int = 13) -> String {
    let padded = cells.map { String(repeating: " ", count: max(0, width - $0.count)) + $0 }
    return title.padding(toLength: max(22, title.count), withPad: " ", startingAt: 0)
      + padded.joined(separator: " ")
  }
}
