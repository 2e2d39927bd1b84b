internal import ArgumentParser
internal import Charts
internal import Files
internal import Networks
internal import Tensors

/// `galaxy-aep plot samples MODEL`: what the decoder draws from codes of the prior.
struct PlotSamples: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "samples",
    abstract: "Images that the decoder draws from random codes of N(0, 1).",
    discussion: """
      Variational and adversarial autoencoders are trained so that these look like images of the set; \
      the figure says where that was not asked of a model.

      Example: galaxy-aep plot samples variational.safetensors adversarial.safetensors --out drawn.png
      """)

  @Argument(help: "Models, as `galaxy-aep pretrain` writes them.", completion: .of(.model))
  var models: [String]

  @Option(
    "How many images of each model.",
    in: 1...1024)
  var count = 64

  @Option(
    "Images side by side.",
    in: 1...64)
  var columns = 8

  @Option(seed: "The seed of the codes.")
  var seed: UInt64 = 1

  @Option(help: "The band or channel shown. Default: r, else the middle one.")
  var band: String?

  @OptionGroup var figure: FigureOptions

  var reads: [Artifact] { .all(.model, models) }

  func run() throws {
    var (blocks, size): ([PictureGrid.Block], Int) = ([], 1)
    var free: [String] = []
    for path in models {
      let (model, metadata) = try ModelFile.read(path)
      let units = metadata.architecture.codeCount
      var numbers = RandomNumbers(seed: seed)
      let codes = Tensor(
        (0..<count * units).map { _ in Float(numbers.normal()) }, shape: [count, units])
      let images = try DecoderPart(of: model).images(of: codes)
      size = max(size, images.shape[1])
      var rows = PictureGrid.rows(
        of: images.planes(channel: try metadata.channel(of: band, in: path)), columns: columns,
        range: metadata.limits, pictureSize: images.shape[1])
      for row in rows.indices { rows[row].heading = "" }
      blocks.append(PictureGrid.Block(heading: "\(metadata.kind), \(units) units", rows: rows))
      if !metadata.hasPrior { free.append(metadata.kind) }
    }
    var notes = ["Decoded codes drawn from N(0, 1), seed \(seed)."]
    if !free.isEmpty {
      notes.append("Not asked to have such codes: \(free.joined(separator: ", ")).")
    }
    let chart = PictureGrid(
      title: figure.title ?? "Images drawn from random codes", blocks: blocks, pictureSize: size,
      notes: notes, tile: 48)
    try figure.write(chart, seed: seed)
  }
}
