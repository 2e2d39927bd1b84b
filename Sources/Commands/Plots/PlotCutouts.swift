internal import ArgumentParser
internal import Charts
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Reports
internal import Tables
internal import Tensors

/// `galaxy-aep plot cutouts CUTOUTS`: a mosaic of cutouts in colour, with scores where there are any.
struct PlotCutouts: FigureCommand {
  enum Order: String, CaseIterable, ExpressibleByArgument {
    case random, stars, galaxies, uncertain
  }

  static let configuration = CommandConfiguration(
    commandName: "cutouts",
    abstract: "A mosaic of cutouts in colour (i, r, g as red, green, blue).",
    discussion: """
      With a --catalog (and --scores) the class it gives stands under every cutout.

      Example: galaxy-aep plot cutouts cutouts --scores clusters.fits --show uncertain --out mosaic.png
      """)

  @Argument(help: "The cutout set.", completion: .of(.cutouts))
  var cutouts: String

  @Option(
    help: "A table of scores; P_STAR then stands under every cutout. Default: none.",
    completion: .of(.scores))
  var scores: String?

  @Option(help: "Which cutouts: random, stars (largest P_STAR), galaxies (smallest) or uncertain.")
  var show = Order.random

  @Option(
    "How many cutouts.",
    in: 1...1000)
  var count = 32

  @Option(
    "How many side by side.",
    in: 1...40)
  var columns = 8

  @Option(help: "The bands shown as red, green and blue, separated by commas.")
  var colours = "i,r,g"

  @Option(seed: "The seed of the random choice.")
  var seed: UInt64 = 1

  @OptionGroup var labels: LabelOptions
  @OptionGroup var figure: FigureOptions

  func validate() throws {
    guard labels.givenCatalog == nil || scores != nil else {
      throw ValidationError("--catalog needs --scores, the table whose sources are matched.")
    }
  }

  var reads: [Artifact] {
    .some(.scores, scores) + [Artifact(.cutouts, cutouts)] + labels.artifacts
  }

  func run() throws {
    let set = try CutoutSet(opening: cutouts)
    let table = try scores.map { try SourceTable(reading: $0, named: .scores, maker: "cluster") }
    let probabilities = try table.map { try $0.numbersBySource($0.scoreColumn) }
    let classes = try labels.givenCatalog == nil ? [:] : table.map(classBySource) ?? [:]
    let chosen = try choose(from: set, probabilities)
    let planes = try ColourPlanes.named(colours, of: set)
    let tiles = chosen.map { index in
      let source = set.records[index].identity
      return tile(
        index, of: set, planes: planes, probability: probabilities?[source],
        name: classes[source])
    }
    let frames: [(name: String, colour: Colour)] =
      table.map {
        [("\($0.scoreColumn.name) above 0.5", Colour.orange), ("below", Colour.skyBlue)]
      } ?? []
    let chart = CutoutMosaic(
      title: figure.title ?? "\(chosen.count) of \(set.count) cutouts (\(show.rawValue))",
      cutouts: tiles, columns: columns, frames: frames)
    try figure.write(
      chart, seed: seed)
  }

  /// What the catalog says of each source it knows.
  private func classBySource(_ table: SourceTable) throws -> [SourceIdentity: String] {
    let (judged, sources) = (try labels.match(table), try table.identities())
    var classes: [SourceIdentity: String] = [:]
    for (label, row) in judged.rows.enumerated() {
      if let row { classes[sources[row]] = judged.stars[label] ? "star" : "galaxy" }
    }
    return classes
  }

  private func choose(from set: CutoutSet, _ probabilities: [SourceIdentity: Double]?) throws
    -> [Int]
  {
    let bright = set.records.indices.filter { index in
      labels.brighterThan.map { Double(set.records[index].mag) < $0 } ?? true
    }
    if show == .random {
      var numbers = RandomNumbers(seed: seed)
      return numbers.permutation(of: bright.count).prefix(count).map { bright[$0] }
    }
    guard let probabilities else {
      throw CommandFailure("cannot show \(show.rawValue): give the scores with --scores")
    }
    let ranked = bright.compactMap { index in
      probabilities[set.records[index].identity].map { (index: index, value: rank($0)) }
    }
    return ranked.sorted { ($0.value, $0.index) < ($1.value, $1.index) }.prefix(count).map(\.index)
  }

  private func rank(_ probability: Double) -> Double {
    switch show {
    case .stars: -probability
    case .galaxies: probability
    default: abs(probability - 0.5)
    }
  }

  private func tile(
    _ index: Int, of set: CutoutSet, planes: [Int], probability: Double?, name: String?
  ) -> CutoutMosaic.Cutout {
    let record = set.records[index]
    var caption = ["r \(String(format: "%.1f", record.mag))"]
    if let probability { caption[0] += " · P \(String(format: "%.2f", probability))" }
    if labels.givenCatalog != nil { caption.append(name ?? "not in the catalog") }
    return ColourPlanes.tile(
      index, of: set, planes: planes, caption: [record.id] + caption,
      frame: probability.map { $0 > 0.5 ? .orange : .skyBlue })
  }
}
