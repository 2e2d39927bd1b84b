internal import ArgumentParser
internal import Charts
internal import Console
internal import FITS
internal import Files
internal import Foundation
internal import Networks
internal import Tables
internal import Tensors

/// `galaxy-aep plot traversals MODEL CODES`: what changes when one code unit does.
struct PlotTraversals: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "traversals",
    abstract: "Images drawn while one code unit goes from low to high and the others stay.",
    discussion: """
      Units with the largest spread come first. Variational and adversarial codes start from 0, the \
      prior's middle, or from an image's code, and go by the prior's spread of 1; others start from \
      the mean code and go by each unit's own spread.

      Example: galaxy-aep plot traversals variational.safetensors codes.fits --out traversals.png
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(help: "Its table of codes, as `galaxy-aep encode` writes it.", completion: .of(.codes))
  var codes: String

  @Option(
    "The most units shown.",
    in: 1...128)
  var units = 10

  @Option(
    "Images of a unit.",
    in: 2...41)
  var steps = 9

  @Option(
    "How many spreads a unit goes to either side.",
    in: 0...100, excluding: [.lowest])
  var reach = 3.0

  @Option(help: "Start from the code of this image. Default: from the middle.")
  var image: String?

  @Option(help: "The band or channel shown. Default: r, else the middle one.")
  var band: String?

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.codes, codes), Artifact(.model, model)] }

  func run() throws {
    let (network, metadata) = try ModelFile.read(model)
    let table = try SourceTable(reading: codes, named: .codes, maker: "encode")
    try metadata.requireMaker(table.header.string("MODELID") ?? "", of: codes)
    let (width, values) = try table.codes()
    let moments = (0..<width).map { unit in
      Moments(of: stride(from: unit, to: values.count, by: width).map { values[$0] })
    }
    var start = moments.map { metadata.hasPrior ? 0 : Float($0.mean) }
    if let image {
      guard let row = try table.texts(.id).firstIndex(of: image) else {
        throw CommandFailure("cannot start from \(image): \(codes) holds no image of that name")
      }
      start = Array(values[row * width..<(row + 1) * width])
    }
    let traversal = Traversal(
      start: start, spreads: moments.map { metadata.hasPrior ? 1 : Float($0.spread) },
      reach: Float(reach), steps: steps)
    let shown = moments.indices.sorted { (moments[$1].spread, $0) < (moments[$0].spread, $1) }
      .prefix(units)
    let channel = try metadata.channel(of: band, in: model)
    let decoder = try DecoderPart(of: network)
    let rows = shown.map { unit in
      let drawn = decoder.images(of: traversal.codes(of: unit))
      return PictureGrid.Row(
        heading: "unit \(unit) · spread \(number(moments[unit].spread, digits: 2))",
        pictures: drawn.planes(channel: channel), range: metadata.limits)
    }
    let chart = PictureGrid(
      title: figure.title ?? "Traversals of \(metadata.kind), \(width) units",
      blocks: [
        .init(
          columnHeadings: traversal.places.map { String(format: "%+.2g", Double($0)) }, rows: rows)
      ], pictureSize: metadata.architecture.inputShape[0],
      notes: [
        metadata.hasPrior
          ? "Columns: the unit's number; the others stay "
            + (image.map { "as they are for \($0)." } ?? "0.")
          : "Columns: the unit's number in its own spreads from "
            + (image.map { "that of \($0)." } ?? "its mean; the others stay at their means."),
        "Units with the largest spread over \(table.table.rowCount) images, largest first.",
      ], tile: 48)
    try figure.write(chart, seed: metadata.seed)
  }
}
