internal import ArgumentParser
internal import Charts
internal import Console
internal import Files
internal import Networks
internal import Tensors

/// `galaxy-aep plot units MODEL CUTOUTS`: what each code unit stands for.
struct PlotUnits: FigureCommand {
  static let configuration = CommandConfiguration(
    commandName: "units",
    abstract:
      "For each code unit the image that maximises it, and the images that activate it most.",
    discussion: """
      The image that maximises a unit is found by gradient ascent through the encoder, from weak \
      noise, no longer (√Σx²) than the set's typical image and a little smoothed. No label is asked.

      Example: galaxy-aep plot units model.safetensors digits --out units.png
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(help: "The set of images.", completion: .of(.cutouts))
  var cutouts: String

  @Option(
    "How many images are shown of those that activate a unit most.",
    in: 1...40)
  var count = 8

  @Option(
    "The most units shown.",
    in: 1...256)
  var units = 32

  @Option(
    "Steps of the ascent.",
    in: 1...100_000)
  var steps = 200

  @Option(
    "How much each step of the ascent smooths; 0: not at all.",
    in: 0...0.2)
  var smoothing: Float = 0.02

  @Option(seed: "The seed of the noise that the ascent begins with.")
  var seed: UInt64 = 1

  @Option(help: "The band or channel shown. Default: the set's reference.")
  var band: String?

  @OptionGroup var figure: FigureOptions
  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.model, model), Artifact(.cutouts, cutouts)] }

  func run() throws {
    let seen = try SeenImages(model, cutouts: cutouts, band: band, workers: work.workers)
    let code = seen.metadata.architecture.codeCount
    let part = try EncoderPart(of: seen.model, activations: .butTheLast, workers: work.workers)
    guard part.outputShape[0] * part.outputShape[1] == 1 else {
      throw CommandFailure(
        "cannot show the units of \(model): its code is \(part.outputShape), not a row of units")
    }
    var active = MostActive(units: code, count: count)
    var squares = 0.0
    try seen.dataset.forEachBatch { first, batch in
      active.add(part.outputs(batch).reshaped(to: [batch.shape[0], code]), first: first)
      squares += batch.squaredDistance(to: Tensor(zeros: batch.shape))
    }
    let ascent = UnitAscent(
      length: Float((squares / Double(seen.dataset.count)).squareRoot()), limits: seen.limits,
      steps: steps, smoothing: smoothing, seed: seed)
    let made = try ascent.images(of: seen.model, workers: work.workers)
    let pictures = made.images.planes(channel: seen.channel)
    let rows = try (0..<min(units, code)).map { unit in
      let images = try seen.dataset.images(active.images[unit].map(\.index))
      return PictureGrid.Row(
        heading: "\(unit)", pictures: [pictures[unit]] + images.planes(channel: seen.channel),
        range: seen.limits)
    }
    // Two blocks: a page rather than a ribbon.
    let half = rows.count > 8 ? (rows.count + 1) / 2 : rows.count
    let headings = ["made"] + (1...count).map { "\($0)" }
    let blocks = stride(from: 0, to: rows.count, by: half).map { first in
      PictureGrid.Block(
        columnHeadings: headings, rows: Array(rows[first..<min(first + half, rows.count)]))
    }
    let chart = PictureGrid(
      title: figure.title ?? "What the code units of \(FileName.stem(of: model)) stand for",
      blocks: blocks, pictureSize: seen.dataset.imageShape[0],
      notes: [
        "made: the image that makes the unit's number largest, by gradient ascent from noise, without "
          + "labels. 1 to \(count): of \(seen.dataset.count) images those that activate it most."
      ], tile: 44)
    try figure.write(chart, seed: seed)
    let beaten = (0..<code).count { made.numbers[$0] > (active.images[$0].first?.number ?? 0) }
    Terminal.shared.say(
      "units    \(code), \(beaten) of them more active on the image made for them than on any other"
    )
  }
}
