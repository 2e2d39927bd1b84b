internal import ArgumentParser
internal import Files
internal import Foundation
internal import Networks
internal import Surveys

/// `galaxy-aep pretrain CUTOUTS`: an autoencoder learns what cutouts look like, without a label.
struct Pretrain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train the autoencoder on unlabelled cutouts.",
    discussion: """
      Ctrl-C stores a checkpoint; the same command with --resume goes on from there and ends with \
      the very bits of a run that was never stopped.

      Example: galaxy-aep pretrain cutouts --out model.safetensors --epochs 30
      """)

  @Argument(help: "A cutout set, as `galaxy-aep ingest` writes it.", completion: .directory)
  var cutouts: String

  @Option(help: "The model file.")
  var out = "model.safetensors"

  @OptionGroup(title: "Training") var training: TrainingOptions
  @OptionGroup(title: "Network input") var input: StretchOptions

  @Option(help: "The units of the latent code.")
  var code = 30

  @Flag(help: "Go on from the checkpoint of a training that was stopped.")
  var resume = false

  @Option(
    help: "Where the losses of every epoch go, as CSV. Default: metrics.csv beside the model.")
  var metrics: String?

  @OptionGroup var work: WorkOptions

  func run() throws {
    let set = try CutoutSet(opening: cutouts)
    let stored = try storedCheckpoint()
    let stretch =
      try stored.map { try StretchText.decode($0.metadata.stretch, of: $0.path) }
      ?? input.stretch(for: set)
    let dataset = try StretchedCutouts(set, stretch: stretch)
    let session = try session(on: dataset, of: set, from: stored)
    Interruption.listen()
    var bar: ProgressBar?
    let outcome = try session.training.run(
      onStep: { report in
        if bar == nil {
          let total = report.epochs * report.steps
          bar = ProgressBar("pretrain", total: total, unit: "steps")
        }
        let detail = "epoch \(report.epoch) · loss \(number(report.loss))"
        bar?.update((report.epoch - 1) * report.steps + report.step, detail: detail)
      },
      onEpoch: { report in
        bar?.finish()
        Terminal.shared.note(Self.line(report, of: training.epochs))
      },
      shouldStop: { Interruption.isRequested }, checkpoint: checkpointPath)
    bar?.finish()
    try AtomicFile.write(session.training.history.csv, to: metricsPath)
    if case .interrupted = outcome {
      Terminal.shared.note("stopped; go on with: \(CommandLineText.resuming())")
      throw ExitCode(Interruption.exitStatus)
    }
    let written = try ModelFile.write(
      session.model, metadata: session.training.metadata, to: out)
    try? FileManager.default.removeItem(atPath: checkpointPath)
    report(written, images: dataset.count)
  }

  private typealias Session = (training: Training, model: Autoencoder)

  private func session(
    on dataset: StretchedCutouts, of set: CutoutSet, from stored: Checkpoint?
  ) throws -> Session {
    let settings = training.settings
    if let stored {
      try stored.requireSame(settings)
      return try stored.resume(on: dataset, workers: work.workers)
    }
    let architecture = Architecture.aep(
      bands: dataset.imageShape[2], size: dataset.stretch.size, code: code)
    try architecture.validate()
    let model = Autoencoder(architecture, seed: settings.seed, workers: work.workers)
    let metadata = ModelMetadata(
      architecture: architecture, bands: set.bands, pixelScale: set.pixelScale,
      stretch: try StretchText.encode(dataset.stretch), seed: settings.seed,
      provenance: CommandLineText.provenance(seed: settings.seed, inputs: [cutouts]))
    let training = try Training(model, dataset: dataset, settings: settings, metadata: metadata)
    return (training, model)
  }

  private func storedCheckpoint() throws -> Checkpoint? {
    guard resume else { return nil }
    guard FileManager.default.fileExists(atPath: checkpointPath) else {
      Terminal.shared.note("no checkpoint \(checkpointPath): starting from the beginning")
      return nil
    }
    return try Checkpoint(reading: checkpointPath)
  }

  private var checkpointPath: String {
    let stem = out.hasSuffix(".safetensors") ? String(out.dropLast(12)) : out
    return "\(stem).checkpoint.safetensors"
  }

  private var metricsPath: String {
    if let metrics { return metrics }
    guard let slash = out.lastIndex(of: "/") else { return "metrics.csv" }
    return out[...slash] + "metrics.csv"
  }

  private func report(_ model: ModelMetadata, images: Int) {
    let terminal = Terminal.shared
    terminal.say("cutouts  \(images), \(model.bands.joined(separator: ",")), without labels")
    terminal.say("epochs   \(model.epochs), held-out loss \(number(model.validationLoss ?? .nan))")
    terminal.say("written  \(out) (\(model.fingerprint)) and \(metricsPath)")
  }

  private static func line(_ report: EpochReport, of epochs: Int) -> String {
    "epoch \(report.epoch)/\(epochs): loss \(number(report.trainingLoss)), held out "
      + "\(number(report.validationLoss)), \(Int(report.imagesPerSecond)) cutouts/s"
  }
}
