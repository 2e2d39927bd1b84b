internal import Console
internal import Foundation
internal import Tables
internal import Tensors

/// Our score beside the classical ones, with bars.
package struct HeadlineSection {
  package let evaluations: [(name: String, result: ReportedEvaluation)]

  package init(_ evaluations: [(name: String, result: ReportedEvaluation)]) {
    self.evaluations = evaluations
  }

  package var html: String {
    evaluations.map { name, result in
      let title = evaluations.count > 1 ? "<h3>\(Markup.escaped(name))</h3>\n" : ""
      guard result.auc != nil else { return title + Self.plain(result) }
      return title + Self.cards(result) + Self.verdict(result) + Self.table(result)
        + Self.parts(result)
    }.joined()
  }

  /// The numbers of an evaluation that knows no P_STAR.
  private static func plain(_ result: ReportedEvaluation) -> String {
    Markup.table(
      ["", ""],
      result.numbers.map { [Markup.escaped($0.name.replacing("_", with: " ")), number($0.value)] })
  }

  /// Parts of the labels, with the interval of ours minus the best other: red where it lies below
  /// zero.
  private static func parts(_ result: ReportedEvaluation) -> String {
    let parts = result.selections ?? []
    guard !parts.isEmpty else { return "" }
    let rows = parts.map { part in
      let rival = part.rival
      let range = rival.flatMap { part.differences?[$0.name] }
      let words = range.map { "\(signed($0.low)) to \(signed($0.high))" } ?? "–"
      let kind = range.map { $0.high < 0 ? "bad" : $0.low > 0 ? "ours" : "" } ?? ""
      return [
        Markup.escaped(part.name), "\(part.stars)", "\(part.galaxies)",
        "<span class=\"ours\">\(share(part.auc))</span>", share(rival?.auc),
        Markup.escaped(rival?.name ?? "–"), "<span class=\"\(kind)\">\(words)</span>",
      ]
    }
    return "<h3>Parts of the labels</h3>\n"
      + Markup.table(
        [
          "part", "stars", "galaxies", Markup.escaped(result.scoreName), "best other", "which",
          "ours minus it (95 %)",
        ], rows)
  }

  private static func signed(_ value: Double) -> String {
    (value < 0 ? "−" : "+") + share(abs(value))
  }

  private static func cards(_ result: ReportedEvaluation) -> String {
    var cards = [
      (
        share(result.auc),
        "AUC of \(result.scoreName), 95 %: \(share(result.aucLow))–\(share(result.aucHigh))"
      )
    ]
    if let best = result.rankedClassical.first {
      cards.append((share(best.auc), "AUC of the best classical score: \(best.name)"))
    }
    if let stars = result.stars, let galaxies = result.galaxies {
      let matched = result.matched.map { ", \($0) of them matched" } ?? ""
      let unscored =
        result.unscored.map { $0 == 0 ? "" : "; \($0) without a score count as median" } ?? ""
      cards.append(
        ("\(stars + galaxies)", "\(stars) stars, \(galaxies) galaxies\(matched)\(unscored)"))
    }
    return "<div class=\"big\">"
      + cards.map { "<div><b>\(Markup.escaped($0.0))</b>\(Markup.escaped($0.1))</div>" }.joined()
      + "</div>\n"
  }

  /// Whether we lead the best classical score, by the interval of the difference on the same sources.
  private static func verdict(_ result: ReportedEvaluation) -> String {
    guard let ours = result.auc, let best = result.rankedClassical.first else { return "" }
    let gap = share(abs(ours - best.auc))
    let order =
      ours >= best.auc
      ? "\(result.scoreName) leads the best classical score, \(best.name), by \(gap)"
      : "The best classical score, \(best.name), leads \(result.scoreName) by \(gap)"
    guard let range = result.difference(from: best.name) else {
      return Markup.paragraph(order + "; how sure that is was not measured.")
    }
    let interval = "(ours minus it: \(signed(range.low)) to \(signed(range.high)), 95 %)"
    let isSure = range.low > 0 || range.high < 0
    return Markup.paragraph(
      "\(order) \(interval): "
        + (isSure ? "a difference that these labels show." : "too little to tell on these labels."))
  }

  private static func table(_ result: ReportedEvaluation) -> String {
    func bar(_ auc: Double?, _ kind: String) -> String {
      // Half of the scale is chance.
      let part = min(max(((auc ?? 0.5) - 0.5) * 200, 0), 100)
      return
        "<span class=\"bar\"><i class=\"\(kind)\" style=\"width:\(Int(bounded: part))%\"></i></span>"
    }
    var rows = [
      [
        "<span class=\"ours\">\(Markup.escaped(StarScore.ownName(result.scoreName)))</span>",
        "<span class=\"ours\">\(share(result.auc))</span>",
        "\(share(result.aucLow))–\(share(result.aucHigh))", bar(result.auc, "ours"),
      ]
    ]
    rows += result.ranked.map {
      [Markup.escaped($0.name), share($0.auc), "", bar($0.auc, "")]
    }
    let rest: [(String, Double?)] = [
      (
        "accuracy at \(result.scoreName) > \(number(result.accuracyThreshold ?? 0.5))",
        result.accuracy
      ),
      ("stars found while 1 galaxy in 200 is called one", result.starsFoundAtFewErrors),
      ("purity of stars when 96 % are found", result.purity),
      ("Brier score (0 is perfect, 0.25 a coin)", result.brier),
    ]
    return Markup.table(["score", "AUC", "95 % interval", "from chance to perfect"], rows)
      + Markup.table(
        ["more of \(Markup.escaped(result.scoreName))", ""],
        rest.filter { $0.1 != nil }.map { [Markup.escaped($0.0), share($0.1)] })
  }
}
