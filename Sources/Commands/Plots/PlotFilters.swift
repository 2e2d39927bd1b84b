internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Foundation
internal import Networks

/// `galaxy-aep plot filters MODEL…`: what the units of a layer weigh in the image.
struct PlotFilters: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "filters",
    abstract: "The filters of a layer of the encoder, of several models side by side.",
    discussion: """
      Of the first layer these are its weights; of a later one the product of all weights up to it, \
      as if nothing were rectified between. Layers are those with weights, counted from 1.

      Example: galaxy-aep plot filters sparse.safetensors denoising.safetensors --out filters.png
      """)

  @Argument(help: "Models, as `galaxy-aep pretrain` writes them.", completion: .of(.model))
  var models: [String]

  @Option(
    "The layer, counted from 1 among those with weights.",
    in: 1...1000)
  var layer = 1

  @Option(
    "The most filters shown of a model.",
    in: 1...1024)
  var count = 64

  @Option(
    "Filters side by side.",
    in: 1...64)
  var columns = 8

  @Flag(help: "Show those with the largest weights, largest first, instead of the first ones.")
  var strongest = false

  @Option(help: "The band or channel shown. Default: r, else the middle one.")
  var band: String?

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { .all(.model, models) }

  func run() throws {
    var blocks: [PictureGrid.Block] = []
    var size = 1
    for path in models {
      let (model, metadata) = try ModelFile.read(path)
      let filters = try Filters(of: model, layer: layer)
      guard filters.height == filters.width else {
        throw CommandFailure("cannot show the filters of \(path): they are not square")
      }
      let channel = try metadata.channel(of: band, in: path)
      size = max(size, filters.width)
      let shown = Array(order(filters).prefix(count))
      let pictures = shown.map { Self.scaled(filters.plane($0, channel: channel)) }
      var rows = PictureGrid.rows(
        of: pictures, columns: columns, range: -1...1, pictureSize: filters.width)
      if strongest { for row in rows.indices { rows[row].heading = "" } }
      let what = "\(shown.count) of \(filters.patterns.count)"
      blocks.append(
        PictureGrid.Block(
          heading: models.count == 1 ? what : "\(metadata.kind): \(what)", rows: rows))
    }
    let name = models.count == 1 ? " of \(FileName.stem(of: models[0]))" : ""
    let chart = PictureGrid(
      title: figure.title ?? "Filters of layer \(layer)\(name), \(size)×\(size) pixels",
      blocks: blocks, pictureSize: size,
      notes: [
        "Grey is no weight, white the largest positive and black the largest negative one, each "
          + "filter by its own."
          + (strongest ? " The filters with the largest weights, largest first." : "")
          + (layer > 1
            ? " Weights of all layers up to this one, multiplied, as if nothing were rectified."
            : "")
      ], tile: size <= 5 ? 40 : 48)
    try figure.write(chart)
  }

  private func order(_ filters: Filters) -> [Int] {
    guard strongest else { return Array(filters.patterns.indices) }
    let sizes = filters.patterns.map { $0.reduce(0) { $0 + $1 * $1 } }
    return sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }
  }

  /// By the largest of its weights.
  static func scaled(_ weights: [Float]) -> [Float] {
    let largest = weights.map { abs($0) }.max() ?? 0
    return largest > 0 ? weights.map { $0 / largest } : weights
  }
}
