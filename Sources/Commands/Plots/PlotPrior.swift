internal import ArgumentParser
internal import Charts
internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Tables
internal import Tensors

/// `galaxy-aep plot prior CODES`: the codes of all images against the prior N(0, 1).
struct PlotPrior: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "prior",
    abstract: "Histograms of code units over all images, beside the prior's normal curve.",
    discussion: """
      The codes of all images together are the aggregated posterior. A variational code has a spread \
      for every image: with --spreads (codes of the model that `pretrain --spreads` wrote) numbers \
      are drawn with it; without, only the means are shown.

      Example: galaxy-aep plot prior codes.fits --spreads spreads.fits --out prior.png
      """)

  @Argument(help: "A table of codes, as `galaxy-aep encode` writes it.", completion: .of(.codes))
  var codes: String

  @Option(help: "A table of ln σ² for the same images. Default: none.", completion: .of(.codes))
  var spreads: String?

  @Option(
    "The units shown, those with the largest spread first.",
    in: 1...32)
  var units = 8

  @Option(seed: "The seed of the numbers drawn.")
  var seed: UInt64 = 1

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.codes, codes)] + .some(.codes, spreads) }

  func run() throws {
    let table = try SourceTable(reading: codes, named: .codes, maker: "encode")
    let (width, means) = try table.codes()
    let values = try spreads.map { try drawn(means, width: width, of: table, with: $0) } ?? means
    func unit(_ number: Int, _ of: [Float]) -> [Float] {
      stride(from: number, to: of.count, by: width).map { of[$0] }
    }
    let spread = (0..<width).map { Moments(of: unit($0, means)).spread }
    let shown = spread.indices.sorted { (spread[$1], $0) < (spread[$0], $1) }.prefix(units)
    let panels = shown.map { number in
      HistogramPanels.Panel(
        title: "unit \(number)", xLabel: "code value", values: unit(number, values), range: -4...4,
        normal: (0, 1))
    }
    let rows = stride(from: 0, to: panels.count, by: 4).map { first in
      HistogramPanels.Row(
        heading: first == 0 ? "units with the largest spread of their means" : "",
        panels: Array(panels[first..<min(first + 4, panels.count)]))
    }
    let all = DistanceFromNormal(values, units: width)
    let sentence =
      "all \(width) units: |mean| \(number(all.meanOffset, digits: 2)), spread "
      + "\(number(all.meanSpread, digits: 3)), |correlation| of two units "
      + "\(number(all.meanCorrelation, digits: 2)) on average (prior: 0, 1, 0)"
    let what = spreads == nil ? "codes" : "codes drawn with their spreads"
    let chart = HistogramPanels(
      title: figure.title ?? "Aggregated posterior of \(table.table.rowCount) images, \(what)",
      rows: rows, curveName: "the prior, N(0, 1)",
      notes: [sentence.prefix(1).uppercased() + sentence.dropFirst() + "."])
    try figure.write(chart, seed: seed)
    Terminal.shared.say(sentence)
  }

  /// z = μ + σ·ε for every number.
  private func drawn(
    _ means: [Float], width: Int, of table: SourceTable, with path: String
  ) throws -> [Float] {
    let other = try SourceTable(reading: path, named: .codes, maker: "encode")
    let (units, logarithms) = try other.codes()
    guard units == width, try other.texts(.id) == table.texts(.id) else {
      throw CommandFailure(
        "cannot use the spreads of \(path) with \(codes): they are not of the same images and "
          + "units; encode the same set with both models")
    }
    var numbers = RandomNumbers(seed: seed)
    return means.indices.map { index in
      means[index]
        + exp(min(max(logarithms[index], -12), 12) / 2) * Float(numbers.normal())
    }
  }
}
