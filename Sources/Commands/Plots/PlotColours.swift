internal import ArgumentParser
internal import Charts
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Tables

/// `galaxy-aep plot colours CUTOUTS --scores SCORES`: two colours with our classes.
struct PlotColours: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "colours",
    abstract: "A colour–colour diagram, coloured by our class.",
    discussion: """
      Example: galaxy-aep plot colours cutouts --scores clusters.fits --brighter-than 20 \
      --out colours.png
      """)

  @Argument(help: "The cutout set.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @Option(help: "The three bands of the two colours, separated by commas.")
  var bands = "g,r,i"

  @Option(
    "Only sources brighter than this magnitude: faint colours are noise.",
    in: -50...50, "mag")
  var brighterThan = 21.0

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.scores, scores), Artifact(.cutouts, cutouts)] }

  func run() throws {
    let set = try CutoutSet(opening: cutouts)
    let table = try SourceTable(reading: scores, named: .scores, maker: "cluster")
    let names = bands.split(separator: ",").map(String.init)
    let places = try names.map { name in
      guard let band = set.bands.firstIndex(of: name) else {
        throw CommandFailure(
          "cannot use band \(name): \(cutouts) holds \(set.bands.joined(separator: ","))")
      }
      return band
    }
    guard places.count == 3 else {
      throw CommandFailure("cannot use --bands \(bands): name three, such as g,r,i")
    }
    let records = set.places.mapValues { set.records[$0] }
    let (ids, score) = (try table.identities(), try table.score())
    let shown = ids.indices.filter {
      records[ids[$0]].map { Double($0.mag) < brighterThan } ?? false
    }
    let colours = shown.map { row -> (x: Double, y: Double) in
      let flux = records[ids[row]]?.flux ?? []
      func colour(_ one: Int, _ two: Int) -> Double {
        let (first, second) = (Double(flux[places[one]]), Double(flux[places[two]]))
        return first > 0 && second > 0 ? -2.5 * log10(first / second) : .nan
      }
      return flux.isEmpty ? (.nan, .nan) : (colour(0, 1), colour(1, 2))
    }
    let sharp = try table.flags(.sharp)
    let groups = ClassGroups.groups(
      StarScore(column: score.column, values: shown.map { score.values[$0] }),
      sharp: shown.map { sharp[$0] }
    ) { colours[$0] }
    var chart = ScatterChart(
      title: figure.title
        ?? "Colours of \(shown.count) sources brighter than \(number(brighterThan))",
      groups: groups, xLabel: "\(names[0]) − \(names[1]) [mag]",
      yLabel: "\(names[1]) − \(names[2]) [mag]")
    (chart.xRange, chart.yRange) = (Self.middle(colours.map(\.x)), Self.middle(colours.map(\.y)))
    try figure.write(chart)
  }

  /// The middle 97 % with a margin: a colour of nearly no flux may be anything.
  private static func middle(_ values: [Double]) -> ClosedRange<Double>? {
    let sorted = values.filter(\.isFinite).sorted()
    guard sorted.count > 50 else { return nil }
    let low = sorted[sorted.count * 3 / 200]
    let high = sorted[sorted.count - 1 - sorted.count * 3 / 200]
    let margin = 0.15 * (high - low)
    return low - margin...high + margin
  }
}
