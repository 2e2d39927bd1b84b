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
      frames have no stretch that is matched to a source), or goes on from one that this command taught before: by \
      maps that `segment` coloured by P_STAR, say, which no person made. Tiles lie around bright peaks of the \
      frames, chosen by the seed and the pixels. A network that maps taught forgets half of it when few labels \
      teach it further: give those maps again as --pseudo-labels, and it learns both. Ctrl-C stores a checkpoint; --resume goes on from there.

      Example: galaxy-aep teach segmentation model.safetensors frames --labels maps --labelled 64
      """)

  @Argument(
    help: "A model, as `galaxy-aep pretrain` or this command writes it.", completion: .of(.model))
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
    help:
      "Maps that no person made, as `segment` colours them by P_STAR, of other fields among FRAMES or of the same: tiles of them, off the labelled ones, are learned beside these, and each kind is shown about as often. Default: none.",
    completion: .of(.maps))
  var pseudoLabels: [String] = []

  @Option(
    "How many tiles of --pseudo-labels are learned from. Default: 256.",
    in: 4...100_000, "tiles")
  var pseudoLabelled: Int?

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

  @Option(
    "How fast learns what is pre-trained, as a share of the learning rate.",
    in: 0...1, excluding: [.lowest])
  var pace = 1.0

  @Option(
    "The share of the tiles that is held out, to keep the weights of the best epoch; 0 learns from all and keeps the last.",
    in: 0...0.5)
  var validation = 0.0

  @Option(
    help:
      "How much a pixel of each class counts in the cross-entropy: none (all alike) or balanced (rare ones more, which makes the map call too much theirs)."
  )
  var classWeights = ClassWeights.none

  @Flag(
    inversion: .prefixedNo,
    help: "Turn and mirror the tiles at random: the sky has no up. Digits have.")
  var symmetries = true

  @Option(help: "The band whose pixels the maps are on. Default: r, else the middle one.")
  var referenceBand: String?

  enum ClassWeights: String, ExpressibleByArgument, CaseIterable { case none, balanced }

  enum Usual: LearningDefaults {
    static let epochs = 60
    static let batchSize = 4
    static let learningRate = 2e-3
    static let weightDecay: Float = 1e-2
    static let averaging: Double? = 0.98
  }

  @OptionGroup(title: "Training") var learning: LearningOptions<Usual>

  @OptionGroup(title: "Training") var variation: DeformationOptions

  @Option(help: "The network's file.", completion: .of(.model))
  var out = "segmentation.safetensors"

  @Flag(help: "Go on from the checkpoint of a training that was stopped.")
  var resume = false

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.model, model)] + .all(.frames, frames) + .all(.labels, labels)
      + .all(.maps, pseudoLabels)
  }
  var writes: [Artifact] { [Artifact(.model, out)] }

  var checkpoint: String? { StoppedTraining.path(of: out) }

  func validate() throws {
    guard !pseudoLabels.isEmpty || pseudoLabelled == nil else {
      throw ValidationError("--pseudo-labelled counts tiles of --pseudo-labels: give these, too.")
    }
    if let both = pseudoLabels.first(where: labels.contains) {
      throw ValidationError(
        "\(both) cannot be labels and pseudo-labels at once: leave it out of one of them.")
    }
    guard pseudoLabels.isEmpty || validation == 0 else {
      throw ValidationError(
        "With --pseudo-labels no tiles are held out, as labelled ones are shown many times: leave out --validation."
      )
    }
  }

  func run() throws {
    let about = try ModelFile.metadata(of: model)
    let stretch = try StretchText.decode(about.stretch, of: model)
    var told: Set<String> = []
    func cut(
      _ count: Int, of maps: [String], besides others: [String],
      keepingOff taken: SegmentationTiles? = nil
    ) throws -> SegmentationTiles {
      try SegmentationTiles(
        frames: frames, maps: maps, besides: others, keepingOff: taken, stretch: stretch, of: model,
        reference: referenceBand, count: count, side: tile, seed: learning.seed,
        workers: work.workers
      ) { if told.insert($0).inserted { Terminal.shared.note("warning: \($0)") } }
    }
    let tiles = try cut(labelled, of: labels, besides: pseudoLabels)
    let beside =
      pseudoLabels.isEmpty
      ? nil : try cut(pseudoLabelled ?? 256, of: pseudoLabels, besides: labels, keepingOff: tiles)
    let dataset = try LabelledTiles(tiles, pseudoLabelled: beside)
    let network = try network(
      goesOn: about.architecture.pixels != nil, tiles.classes,
      PixelLoss(weights: classWeights == .balanced ? dataset.classWeights : []))
    var settings = learning.settings
    settings.validationFraction = validation
    settings.keepBest = validation > 0
    settings.augmentation.symmetries = symmetries
    settings.augmentation.deformation = variation.deformation
    var metadata = about
    metadata.architecture = network.architecture
    metadata.variant = nil
    metadata.provenance = Invocation.provenance(seed: learning.seed)
    let path = StoppedTraining.path(of: out)
    let training = try training(
      of: network, on: dataset, settings, metadata,
      from: StoppedTraining.read(path, resume: resume))
    try training.runWhole(showing: "segmentation", checkpoint: path)
    let written = try ModelFile.write(network, metadata: training.metadata, to: out)
    StoppedTraining.remove(path)
    let weights = network.parameters.reduce(0) { $0 + $1.values.count }
    Terminal.shared.say(
      "tiles    \(labelled) of \(tile)×\(tile) pixels, classes \(tiles.classes.joined(separator: ", "))"
    )
    if let beside {
      Terminal.shared.say(
        "beside   \(beside.places.count) with pseudo-labels; an epoch shows a labelled tile "
          + counted(dataset.repeats, "time"))
    }
    Terminal.shared.say(
      "epochs   \(settings.epochs), \(start.rawValue), \(weights) trained weights"
        + (training.metadata.validationLoss.map { ", held-out loss \(number($0))" } ?? ""))
    Terminal.shared.say("written  \(out) (\(written.fingerprint))")
  }

  private func training(
    of network: SegmentationModel, on tiles: LabelledTiles, _ settings: TrainingSettings,
    _ metadata: ModelMetadata, from stored: Checkpoint?
  ) throws -> Training {
    guard let stored else {
      return try Training(
        network, dataset: tiles, targets: tiles.labels, settings: settings, metadata: metadata)
    }
    try stored.requireSame(settings)
    try stored.requireSame(network, network.architecture)
    return try Training(resuming: stored, network, dataset: tiles, targets: tiles.labels)
  }

  /// - Parameter goesOn: whether the model was taught before, by other labels.
  private func network(
    goesOn: Bool, _ classes: [String], _ loss: PixelLoss
  ) throws -> SegmentationModel {
    guard goesOn else {
      return try SegmentationModel(
        of: ModelFile.read(model, workers: work.workers).model, classes: classes, start: start,
        tile: [tile, tile], loss: loss, pace: Float(pace), seed: learning.seed,
        workers: work.workers)
    }
    return try SegmentationModel(
      of: ModelFile.readSegmentation(model, workers: work.workers).model, classes: classes,
      start: start, tile: [tile, tile], loss: loss, pace: Float(pace), seed: learning.seed,
      workers: work.workers)
  }
}
