internal import ArgumentParser
internal import Charts
internal import Clusters
internal import Console
internal import Files
internal import Tables

/// `galaxy-aep plot completeness SCORES --catalog labels.csv`: what a threshold costs.
struct PlotCompleteness: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "completeness",
    abstract: "Completeness and purity of stars and galaxies against the threshold on P_STAR.",
    discussion: """
      Labels without a score count with the median score, as in evaluate.

      Example: galaxy-aep plot completeness clusters.fits --catalog labels.csv --out purity.png
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @OptionGroup var labels: LabelOptions
  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.scores, scores)] + labels.artifacts }

  func run() throws {
    let table = try SourceTable(
      reading: scores, named: .scores, maker: "cluster", columns: Measurement.judged)
    let judged = try labels.match(table)
    let filled = filledWithMedian(judged.scores)
    let choice = ThresholdChoice(filled.scores, stars: judged.stars)
    let rows = choice.rows
    func curve(
      _ name: String, _ value: KeyPath<ThresholdChoice.Row, Double>, _ colour: Colour,
      dashed: Bool = false
    ) -> CurveChart.Curve {
      .init(
        name: name, points: rows.map { (x: $0.threshold, y: $0[keyPath: value]) }, colour: colour,
        dashes: dashed ? [7, 4] : [])
    }
    let stars = judged.stars.count { $0 }
    var chart = CurveChart(
      title: figure.title
        ?? "Choosing a threshold: \(stars) stars, \(judged.stars.count - stars) galaxies",
      curves: [
        curve("stars found", \.starsFound, .orange),
        curve("stars among those called stars", \.starPurity, .orange, dashed: true),
        curve("galaxies found", \.galaxiesFound, .blue),
        curve("galaxies among those called galaxies", \.galaxyPurity, .blue, dashed: true),
      ], xLabel: "called a star above \(table.scoreColumn.name)", yLabel: "share", xRange: 0...1,
      yRange: 0...1.02, mark: (0.5, "one half"))
    let unscored = judged.scores.count { !$0.isFinite }
    if unscored > 0 {
      let median = judged.scores.indices.first { !judged.scores[$0].isFinite }.map {
        filled.scores[$0]
      }
      chart.notes = [
        "\(unscored) labels without a source count with the median score, "
          + "\(number(median ?? .nan, digits: 2)): the step there."
      ]
    }
    try figure.write(chart)
  }
}

/// What is found and how pure it is at every threshold from 0 to 1.
package struct ThresholdChoice {
  package struct Row: Equatable {
    package var threshold: Double
    /// NaN where nothing is called so.
    package var starsFound, starPurity, galaxiesFound, galaxyPurity: Double
  }

  package let rows: [Row]

  /// - Parameter scores: finite; a source is called a star above the threshold.
  package init(_ scores: [Double], stars: [Bool], steps: Int = 200) {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let (allStars, all) = (stars.count { $0 }, scores.count)
    var (below, starsBelow) = (0, 0)
    rows = (0...steps).map { step in
      let threshold = Double(step) / Double(steps)
      while below < all, scores[order[below]] <= threshold {
        starsBelow += stars[order[below]] ? 1 : 0
        below += 1
      }
      let (found, kept) = (allStars - starsBelow, below - starsBelow)
      func part(_ some: Int, of all: Int) -> Double { all == 0 ? .nan : Double(some) / Double(all) }
      return Row(
        threshold: threshold, starsFound: part(found, of: allStars),
        starPurity: part(found, of: all - below),
        galaxiesFound: part(kept, of: all - allStars), galaxyPurity: part(kept, of: below))
    }
  }
}
