internal import ArgumentParser
internal import Console
internal import Cutouts
internal import Files
internal import Networks
internal import Pipelines
internal import Segments
internal import Teaching

/// `galaxy-aep teach segmentation MODEL FRAMES… --labels MAPS`: the class of every pixel from few labelled tiles.
struct TeachSegmentation: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation",
    abstract:
      "Train a network that tells the class of every pixel of frames, from few labelled tiles.",
    discussion: """
      The network begins with the convolutions of a pre-trained model (`pretrain --stretch asinh`: whole \
      frames have no stretch that is matched to a source). Tiles lie around bright peaks of the frames, \
      chosen by the seed and the pixels; a tenth of them is held out, and the weights of the best epoch are kept.

      Example: galaxy-aep teach segmentation model.safetensors frames --labels maps --labelled 64
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(help: "Frames, or folders that hold them.", completion: .file())
  var frames: [String]

  @Option(
    help:
      "Label maps, one a field, or folders of them: integers on the reference band's pixels, 255 for no label.",
    completion: .of(.labels))
  var labels: [String]

  @Option(
    "How many labelled tiles are learned from.",
    in: 4...100_000, "tiles")
  var labelled = 64

  @Option(
    "The side of a tile; a multiple of what the network halves, 8 for the survey's.",
    in: 32...1024, "pixels")
  var tile = 128

  @Option(
    name: .customLong("from"),
    help:
      "frozen (the encoder stays as it is), tuned (all layers learn) or random (nothing of the model but its layers)."
  )
  var start = SegmentationModel.Start.tuned

  @Option(help: "The band whose pixels the maps are on. Default: r, else the middle one.")
  var referenceBand: String?

  enum Usual: LearningDefaults {
    static let epochs = 60
    static let batchSize = 4
    static let learningRate = 2e-3
    static let weightDecay: Float = 1e-2
    static let averaging: Double? = nil
  }

  @OptionGroup(title: "Training") var learning: LearningOptions<Usual>

  @Option(help: "The network's file.", completion: .of(.model))
  var out = "segmentation.safetensors"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.model, model)] + .all(.frames, frames) + .all(.labels, labels)
  }
  var writes: [Artifact] { [Artifact(.model, out)] }

  func run() throws {
    let (encoder, about) = try ModelFile.read(model, workers: work.workers)
    let tiles = try SegmentationTiles(
      frames: frames, maps: labels, stretch: StretchText.decode(about.stretch, of: model),
      of: model, reference: referenceBand, count: labelled, side: tile, seed: learning.seed,
      workers: work.workers
    ) { Terminal.shared.note("warning: \($0)") }
    let dataset = try LabelledTiles(tiles)
    let network = try SegmentationModel(
      of: encoder, classes: tiles.classes, start: start, tile: [tile, tile],
      loss: PixelLoss(weights: dataset.classWeights), seed: learning.seed, workers: work.workers)
    var settings = learning.settings
    settings.keepBest = true
    settings.augmentation.symmetries = true
    var metadata = about
    metadata.architecture = network.architecture
    metadata.variant = nil
    metadata.provenance = Invocation.provenance(seed: learning.seed)
    let training = try Training(
      network, dataset: dataset, targets: dataset.labels, settings: settings, metadata: metadata)
    try training.runWhole(showing: "segmentation")
    let written = try ModelFile.write(network, metadata: training.metadata, to: out)
    let weights = network.parameters.reduce(0) { $0 + $1.values.count }
    Terminal.shared.say(
      "tiles    \(labelled) of \(tile)×\(tile) pixels, classes \(tiles.classes.joined(separator: ", "))"
    )
    Terminal.shared.say(
      "epochs   \(settings.epochs), \(start.rawValue), \(weights) trained weights, held-out loss "
        + "\(number(training.metadata.validationLoss ?? .nan))")
    Terminal.shared.say("written  \(out) (\(written.fingerprint))")
  }
}
