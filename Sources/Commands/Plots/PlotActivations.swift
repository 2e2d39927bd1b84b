internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Networks
internal import Tensors

/// `galaxy-aep plot activations MODEL CUTOUTS`: what the layers make of one image.
struct PlotActivations: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "activations",
    abstract: "The feature maps that an example image becomes, layer by layer.",
    discussion: """
      Example: galaxy-aep plot activations model.safetensors digits --image t10k-00007 --out maps.png
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(help: "The set of images.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "The name of the image. Default: the set's first one.")
  var image: String?

  @Option(
    "The layers shown, counted from 1 among those with weights, with commas between.",
    each: 1...1000, such: "numbers such as 1,2")
  var layers = "1,2"

  @Option(
    "The most maps shown of a layer.",
    in: 1...1024)
  var count = 64

  @Option(help: "The band or channel shown of the image. Default: the set's reference.")
  var band: String?

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { [Artifact(.model, model), Artifact(.cutouts, cutouts)] }

  func run() throws {
    let seen = try SeenImages(model, cutouts: cutouts, band: band)
    let index = try seen.index(of: image)
    let picture = try seen.dataset.images([index])
    var blocks = [
      PictureGrid.Block(
        heading: "image",
        rows: [
          .init(
            heading: "", pictures: picture.planes(channel: seen.channel), range: seen.limits)
        ])
    ]
    for layer in try wanted() {
      let part = try EncoderPart(of: seen.model, through: layer)
      let shape = part.outputShape
      guard shape[0] == shape[1], shape[0] > 1 else {
        throw CommandFailure(
          "cannot show the activations of layer \(layer) of \(model): it makes \(shape[2]) numbers "
            + "and no maps; `galaxy-aep plot units` shows what they stand for")
      }
      let maps = part.outputs(picture)
      let (low, high) = maps.withUnsafeValues { ($0.min() ?? 0, $0.max() ?? 1) }
      let shown = min(count, shape[2])
      blocks.append(
        PictureGrid.Block(
          heading: "layer \(layer): \(shown) maps of \(shape[0])×\(shape[1])",
          rows: PictureGrid.rows(
            of: (0..<shown).map { maps.planes(channel: $0)[0] }, columns: 8,
            range: low...max(high, low + 1e-6), pictureSize: shape[0])))
    }
    let chart = PictureGrid(
      title: figure.title ?? "What \(seen.set.records[index].id) becomes", blocks: blocks,
      pictureSize: seen.dataset.imageShape[0],
      notes: [
        "Black is a layer's smallest number, white its largest: maps of a layer can be compared. "
          + "Rows are headed by the number of their first map."
      ])
    try figure.write(chart, seed: seen.metadata.seed)
  }

  private func wanted() throws -> [Int] {
    let numbers = layers.split(separator: ",").map { Int($0) }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0 != nil }) else {
      throw CommandFailure("cannot use --layers \(layers): give numbers such as 1,2")
    }
    return numbers.compactMap { $0 }
  }
}
