internal import Clusters
internal import Console
internal import Foundation
internal import Tables

/// What a person reads of an evaluation: our score beside the classical ones, on the same sources.
package enum EvaluationReport {
  /// Counts and areas under the ROC curve; all that `run` ends with.
  package static func summary(of result: Evaluation) -> [String] {
    let baselines = Measurement.baselines(called: result.baselines.keys)
    let names = baselines.map(\.name) + result.baselines.keys
    let width = max(22, (names.map(\.count).max() ?? 0) + 1)
    func row(_ title: String, _ cells: [String]) -> String { Self.row(title, cells, first: width) }
    var lines = [
      "labelled \(result.stars) stars, \(result.galaxies) galaxies; \(result.matched) matched within "
        + "\(number(result.radius ?? 0))″, \(result.unscored) unscored (median score)",
      "", row("score", ["AUC", "95 % interval"]),
      row(
        StarScore.ownName(result.scoreName),
        [share(result.auc), "\(share(result.aucLow))–\(share(result.aucHigh))"]),
    ]
    for baseline in baselines {
      lines.append(row(baseline.name, [share(result.baselines[baseline.name])]))
    }
    let known = Set(baselines.map(\.name))
    for (name, area) in result.baselines.sorted(by: { $0.key < $1.key }) where !known.contains(name)
    {
      lines.append(row(name, [share(area)]))
    }
    if let supervised = result.supervised {
      lines.append(row("learned from labels", [share(supervised), "reference, other blocks"]))
    }
    return lines
  }

  /// The summary, accuracy, and the areas by magnitude of ours and of every classical score.
  package static func lines(
    of result: Evaluation, _ judged: LabelledScores, reference: [Double]? = nil, edges: [Double]
  ) -> [String] {
    var lines = summary(of: result)
    if !judged.catalog.unknownClasses.isEmpty {
      let unknown = judged.catalog.unknownClasses.sorted { $0.key < $1.key }
        .map { "\($0.value) × \($0.key)" }
      lines.append("left out \(unknown.joined(separator: ", ")): neither STAR nor GALAXY")
    }
    lines += [
      "",
      "accuracy \(share(result.accuracy)) at \(result.scoreName) > \(number(result.accuracyThreshold)); "
        + "true-positive rate \(share(result.starsFoundAtFewErrors)) at false-positive rate 0.005",
      "",
    ]
    let others = (judged.baselines.map(\.scores) + [reference].compactMap { $0 })
      .map { MagnitudeBins($0, judged, edges: edges).areas }
    let header =
      ["stars", "galaxies", result.scoreName]
      + judged.baselines.map { Measurement.shortName(of: $0.name) }
      + (reference == nil ? [] : ["labels"])
    let width = columnWidth(of: result)
    lines.append(row("magnitude (own)", header, width: width))
    for (index, bin) in result.bins.enumerated() where bin.stars + bin.galaxies > 0 {
      let areas = [share(bin.auc)] + others.map { share($0[index]) }
      lines.append(
        row(
          "\(number(bin.low))–\(number(bin.high))", ["\(bin.stars)", "\(bin.galaxies)"] + areas,
          width: width))
    }
    lines += [""] + selectionLines(of: result)
    if result.fields.count > 1 { lines += [""] + fieldLines(of: result) }
    return lines
  }

  /// Parts of the sources: ours, and the best of the others with the interval of the difference.
  private static func selectionLines(of result: Evaluation) -> [String] {
    let header = ["stars", "galaxies", result.scoreName, "best other", "ours minus it (95 %)"]
    let width = columnWidth(of: result)
    return [row("part of the labels", header, width: width, first: 26)]
      + result.selections.map { part in
        let best = part.baselines.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.first
        let difference = best.flatMap { part.differences[$0.key] }
        let cells =
          ["\(part.stars)", "\(part.galaxies)", share(part.auc), share(best?.value)]
          + [
            difference.map { "\(signed($0.low)) to \(signed($0.high)) \(best?.key ?? "")" } ?? "–"
          ]
        return row(part.name, cells, width: width, first: 26)
      }
  }

  /// Every field by itself: whether probabilities are right for each of them, beside what chance alone would do to
  /// right ones.
  private static func fieldLines(of result: Evaluation) -> [String] {
    let header = [
      "stars", "expected", "galaxies", "AUC", "accuracy", "calibration error", "by chance",
    ]
    let width = columnWidth(of: result)
    return [row("field", header, width: width, first: 26)]
      + result.fields.map { field in
        let cells = [
          "\(field.stars)", field.expected, "\(field.galaxies)", share(field.auc),
          share(field.accuracy), share(field.calibrationError),
          share(field.chance?.calibrationError),
        ]
        // Below the last letter of what stands above.
        let wide = zip(header, cells).map { title, cell in
          String(repeating: " ", count: max(0, title.count - cell.count)) + cell
        }
        return row(field.field, wide, width: width, first: 26)
      }
  }

  /// Room for the name of the score.
  private static func columnWidth(of result: Evaluation) -> Int { max(9, result.scoreName.count) }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + share(abs(value))
  }

  private static func row(
    _ title: String, _ cells: [String], width: Int = 13, first: Int = 22
  ) -> String {
    let padded = cells.map { String(repeating: " ", count: max(0, width - $0.count)) + $0 }
    return title.padding(toLength: max(first, title.count), withPad: " ", startingAt: 0)
      + padded.joined(separator: " ")
  }
}

extension FieldEvaluation {
  /// "47 ± 4": the sum of the probabilities, and how far chance would take the stars from it.
  package var expected: String {
    String(format: "%.0f", expectedStars)
      + (chance.map { String(format: " ± %.0f", $0.stars) } ?? "")
  }
}

extension Evaluation {
  /// The column that was judged; an evaluation of version 0.1 does not say, and called it P_STAR.
  package var scoreName: String { score ?? SourceColumn.pStar.name }
}
