internal import ArgumentParser
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Pipelines
internal import Ranks
internal import Tensors

/// `galaxy-aep pretrain CUTOUTS`: an autoencoder learns what cutouts look like, without a label.
struct Pretrain: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train the autoencoder on unlabelled cutouts.",
    discussion: """
      Ctrl-C stores a checkpoint; the same command with --resume goes on from there and ends with \
      the very bits of a run that was never stopped.

      Example: galaxy-aep pretrain cutouts --out model.safetensors --epochs 30
      """)

  @Argument(help: "A cutout set, as `galaxy-aep ingest` writes it.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "The model file.", completion: .of(.model))
  var out = Self.usualOut

  static let usualOut = "model.safetensors"

  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Network input") var input: StretchOptions

  @Option(
    help:
      "How much pixels count: none (all alike) or invvar (by the set's inverse variances, masked pixels not at all; with --stretch peak, asinh or linear)."
  )
  var weights = PixelWeights.none

  @OptionGroup(title: "Variant") var variant: VariantOptions

  @Option(
    "The units of the latent code.",
    in: 1...65_536)
  var code = 30

  @Option(
    "Learn from only so many of the cutouts, drawn by the seed. Default: all.",
    in: 2...1_000_000_000)
  var images: Int?

  @Option(
    help:
      "With a variational code: a second model, whose codes are ln σ² of every unit. Default: none."
  )
  var spreads: String?

  @Flag(help: "Go on from the checkpoint of a training that was stopped.")
  var resume = false

  @Option(
    help:
      "Where the losses of every epoch go, as CSV. Default: metrics.csv beside model.safetensors, NAME-metrics.csv beside NAME.safetensors.",
    completion: .of(.metrics))
  var metrics: String?

  @Option(
    help: "A folder for TensorBoard, which shows the losses while they come in. Default: none.",
    completion: .directory)
  var tensorboard: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if variant.architecture == .linear, variant.cost == .crossEntropy {
      throw ValidationError("Principal components have the least squared error: leave out --loss.")
    }
    if spreads != nil, try variant.variant().beta == nil {
      throw ValidationError("--spreads needs a code with a spread: --variant variational.")
    }
  }

  var reads: [Artifact] { [Artifact(.cutouts, cutouts)] }
  var writes: [Artifact] {
    [Artifact(.model, out), Artifact(.metrics, metricsPath)] + .some(.model, spreads)
  }

  var checkpoint: String? { checkpointPath }

  func run() throws {
    let set = try CutoutSet(opening: cutouts)
    let stored = try StoppedTraining.read(checkpointPath, resume: resume)
    let stretch =
      try stored.map { try StretchText.decode($0.metadata.stretch, of: $0.path) }
      ?? input.stretch(for: set)
    let dataset = try StretchedCutouts(
      set, stretch: stretch, weights: weights, workers: work.workers)
    if training.recorruption != nil, !dataset.knowsNoise {
      throw CommandFailure(
        "cannot recorrupt cutouts under the stretch \(stretch.kind.rawValue), which bends their noise; choose --stretch "
          + "matched, or --noise")
    }
    let learned = try drawn(from: dataset)
    if variant.architecture == .linear { return try fitLinear(dataset, learned, of: set) }
    let session = try session(on: dataset, learned, of: set, from: stored)
    let ranks = Ranks.world
    var display = try TrainingDisplay(
      epochs: training.learning.epochs, tensorboard: ranks.isFirst ? tensorboard : nil)
    Interruption.listen()
    defer { Interruption.stopListening() }
    let outcome = try session.training.run(
      onStep: { display.show($0) }, onEpoch: { display.show($0) },
      shouldStop: { Interruption.isRequested }, checkpoint: checkpointPath)
    display.finish()
    if ranks.isFirst { try AtomicFile.write(session.training.history.csv, to: metricsPath) }
    if case .interrupted = outcome {
      Terminal.shared.note("stopped; go on with: \(Invocation.resuming())")
      throw ExitCode(Interruption.exitStatus)
    }
    guard ranks.isFirst else { return }
    let written = try session.write(session.training.metadata, out)
    if let spreads { try session.writeSpreads(session.training.metadata, spreads) }
    StoppedTraining.remove(checkpointPath)
    report(written, images: learned.count)
  }

  /// The images to learn from.
  private func drawn(from dataset: StretchedCutouts) throws -> any Dataset {
    guard let images, images != dataset.count else { return dataset }
    guard weights == .none else {
      throw CommandFailure("cannot weigh the pixels of a part of the images; leave out --images")
    }
    guard images >= 2, images <= dataset.count else {
      throw CommandFailure(
        "cannot draw \(images) images of \(cutouts): it holds \(dataset.count), and 2 are needed")
    }
    var numbers = RandomNumbers.stream(21, seed: training.learning.seed)
    return SomeImages(
      base: dataset,
      chosen: numbers.permutation(of: dataset.count).prefix(images).sorted())
  }

  private func session(
    on dataset: StretchedCutouts, _ learned: any Dataset, of set: CutoutSet,
    from stored: Checkpoint?
  ) throws -> PretrainSession {
    let settings = training.settings
    let asked = try variant.variant(of: training.variation.imagesOf)
    if let stored {
      return try PretrainSession(
        resuming: stored, of: asked, on: learned, settings: settings, workers: work.workers,
        ranks: .world)
    }
    let architecture = try variant.network(for: dataset, code: code, of: cutouts)
    return try PretrainSession(
      of: asked, try metadata(architecture, dataset, of: set), on: learned, settings: settings,
      workers: work.workers, ranks: .world)
  }

  private func metadata(
    _ architecture: Architecture, _ dataset: StretchedCutouts, of set: CutoutSet
  ) throws -> ModelMetadata {
    let seed = training.settings.seed
    return ModelMetadata(
      architecture: architecture, bands: set.bands, pixelScale: set.pixelScale,
      stretch: try StretchText.encode(dataset.stretch), seed: seed,
      provenance: Invocation.provenance(seed: seed))
  }

  /// Principal components, as the autoencoder they are: nothing to train.
  private func fitLinear(
    _ dataset: StretchedCutouts, _ learned: any Dataset, of set: CutoutSet
  ) throws {
    try Ranks.world.requireOne(for: "principal components")
    guard weights == .none else {
      throw CommandFailure(
        "cannot weigh the pixels of principal components; leave out --weights, or choose another "
          + "--architecture")
    }
    let model = try LinearAutoencoder.fit(learned, code: code, workers: work.workers)
    let written = try ModelFile.write(
      model, metadata: try metadata(model.architecture, dataset, of: set), to: out)
    Terminal.shared.say("cutouts  \(learned.count), without labels")
    Terminal.shared.say("written  \(out) (\(written.fingerprint)), \(code) principal components")
  }

  private var checkpointPath: String { StoppedTraining.path(of: out) }

  private var metricsPath: String {
    metrics ?? FileName.companion("metrics.csv", of: out, usually: Self.usualOut)
  }

  private func report(_ model: ModelMetadata, images: Int) {
    let terminal = Terminal.shared
    terminal.say("cutouts  \(images), \(model.bands.joined(separator: ",")), without labels")
    terminal.say("epochs   \(model.epochs), held-out loss \(number(model.validationLoss ?? .nan))")
    terminal.say("written  \(out) (\(model.fingerprint)) and \(metricsPath)")
  }
}
