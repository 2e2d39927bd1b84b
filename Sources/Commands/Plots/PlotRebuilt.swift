internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Networks
internal import Tensors

/// `galaxy-aep plot rebuilt CUTOUTS MODEL…`: the same images as several models rebuild them.
struct PlotRebuilt: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuilt",
    abstract: "The same images rebuilt by several models, a row each, with their errors.",
    discussion: """
      Example: galaxy-aep plot rebuilt digits pca-8.safetensors naive-8.safetensors --out rebuilt.png
      """)

  @Argument(help: "The set of images.", completion: .directory)
  var cutouts: String

  @Argument(help: "Models that read it, as `galaxy-aep pretrain` writes them.", completion: .file())
  var models: [String]

  @Option(
    "The images shown.",
    in: 1...40)
  var count = 12

  @Option(seed: "The seed of the choice.")
  var seed: UInt64 = 1

  @Option(help: "The band or channel shown. Default: the set's reference.")
  var band: String?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.cutouts, cutouts)] + .all(.model, models) }

  func run() throws {
    var rows: [PictureGrid.Row] = []
    var size = 1
    for path in models {
      let seen = try SeenImages(path, cutouts: cutouts, band: band, workers: work.workers)
      var numbers = RandomNumbers(seed: seed)
      let chosen = Array(numbers.permutation(of: seen.dataset.count).prefix(count))
      let originals = try seen.dataset.images(chosen)
      let side = originals.shape[1]
      size = max(size, side)
      func row(_ heading: String, _ images: Tensor) -> PictureGrid.Row {
        .init(
          heading: heading, pictures: images.planes(channel: seen.channel),
          range: seen.set.isOfSky ? nil : 0...1, pictureSize: side)
      }
      if rows.isEmpty { rows.append(row("original", originals)) }
      let error = try seen.reconstructionError()
      rows.append(
        row(
          "\(seen.metadata.kind), \(seen.metadata.architecture.codeCount): "
            + number(error, digits: 3), seen.model.reconstruct(originals)))
    }
    let chart = PictureGrid(
      title: figure.title ?? "The same images rebuilt", rows: rows, pictureSize: size,
      notes: [
        "Each row: the model, its code units and the mean squared error a pixel over the whole set."
      ], tile: 48)
    try figure.write(chart, seed: seed)
  }
}

extension SeenImages {
  /// The mean squared error a value over all images.
  func reconstructionError() throws -> Double {
    var (squares, values) = (0.0, 0)
    try dataset.forEachBatch { _, batch in
      squares += batch.squaredDistance(to: model.reconstruct(batch))
      values += batch.count
    }
    return squares / Double(values)
  }
}
