internal import Console
internal import Foundation
internal import Tensors

/// What was found, for every run with a table of scores, labelled or not.
package struct FoundSection {
  let found: FoundSources
  let outliers: FieldOutliers
  /// The column that is judged by.
  let score: String

  let stars: FoundStars

  package init(_ found: FoundSources, score: String, stars: FoundStars = FoundStars(rows: [])) {
    (self.found, self.score, self.stars) = (found, score, stars)
    outliers = FieldOutliers(in: found, score: score)
  }

  package var html: String {
    guard found.scored > 0 else { return "" }
    return cards + flagged + wrong + histogram + magnitudes + fields + stars.html
  }

  private var cards: String {
    let sure = number(FoundSources.sure)
    let cards = [
      ("\(found.scored)", "sources in \(counted(found.fields.count, "field"))"),
      ("\(Int(bounded: found.stars.rounded()))", "stars by the sum of \(score)"),
      ("\(found.sureStars)", "sure stars: \(score) of \(sure) or more"),
      ("\(found.unsure)", "unsure: \(score) between \(number(1 - FoundSources.sure)) and \(sure)"),
    ]
    return "<div class=\"big\">"
      + cards.map { "<div><b>\(Markup.escaped($0.0))</b>\(Markup.escaped($0.1))</div>" }.joined()
      + "</div>\n"
  }

  private var flagged: String {
    guard found.sharp + found.saturated > 0 else { return "" }
    return Markup.paragraph(
      "Flagged: \(found.sharp) SHARP (sharper than any star: cosmic rays, bad pixels), \(found.saturated) "
        + "SATURATED in some band.")
  }

  private var wrong: String {
    let title = "<h3>What looks wrong</h3>\n"
    guard !outliers.sentences.isEmpty else {
      let fields =
        found.fields.count < 3 ? "Fewer than three fields cannot be held against each other." : ""
      return title + Markup.paragraph("Nothing that the counts alone would show. \(fields)")
    }
    let lines = outliers.sentences.prefix(Self.mostSentences).map {
      "<li>\(Markup.escaped($0))</li>"
    }
    let rest = outliers.sentences.count - lines.count
    return title + "<ul>\(lines.joined())</ul>\n"
      + (rest > 0 ? Markup.paragraph("… and \(rest) more.") : "")
  }

  private static let mostSentences = 40

  private var histogram: String {
    "<h3>\(Markup.escaped(score))</h3>\n"
      + Markup.paragraph(
        "How many sources have which probability. Most should lie at either end; the middle is what nobody "
          + "could tell.")
      + BarFigure(
        counts: found.histogram, from: 0, to: 1, title: "sources by \(score)", axis: score
      ).html
  }

  private var magnitudes: String {
    guard !found.bins.isEmpty else { return "" }
    let rows = found.bins.enumerated().map { index, bin in
      let range =
        index == 0 && found.bins.count > 1
        ? "under \(number(bin.high))"
        : index == found.bins.count - 1 && index > 0
          ? "\(number(bin.low)) and over" : "\(number(bin.low))–\(number(bin.high))"
      return [
        range, "\(bin.count)", "\(Int(bounded: bin.stars.rounded()))",
        share(bin.count == 0 ? nil : bin.stars / Double(bin.count)), "\(bin.unsure)",
      ]
    }
    return "<h3>By magnitude</h3>\n"
      + Markup.paragraph("Our own measurement in the reference band.")
      + Markup.table(["magnitude", "sources", "stars expected", "their share", "unsure"], rows)
  }

  private var fields: String {
    // What stands out comes first.
    let sorted = found.fields.sorted {
      (outliers.fields.contains($0.name) ? 0 : 1, $0.name)
        < (outliers.fields.contains($1.name) ? 0 : 1, $1.name)
    }
    let rows = sorted.map { field in
      let name = Markup.escaped(field.name)
      return [
        outliers.fields.contains(field.name) ? "<span class=\"bad\">\(name)</span>" : name,
        "\(field.count)", "\(Int(bounded: field.stars.rounded()))", share(field.starShare),
        "\(field.unsure)", field.pointRadius.map { "\(number($0, digits: 3))″" } ?? "–",
      ]
    }
    let header = [
      "field", "sources", "stars expected", "their share", "unsure", "half-light radius of stars",
    ]
    let most = 40
    let rest = rows.dropFirst(most)
    return "<h3>By field</h3>\n"
      + Markup.paragraph(
        "The point spread of a field shows in the half-light radius of its bright sure stars.")
      + Markup.table(header, Array(rows.prefix(most)))
      + (rest.isEmpty
        ? ""
        : "<details><summary>\(rest.count) more fields</summary>"
          + "\(Markup.table(header, Array(rest)))</details>\n")
  }
}
