internal import ArgumentParser
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// `galaxy-aep profile pretrain CUTOUTS`: how much of the bare engine's speed a training keeps.
struct ProfilePretrain: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "pretrain",
    abstract: "Measure how much of the bare training step's speed a whole training keeps.",
    discussion: """
      Bare steps on one batch in memory and steps of a training, which reads, stretches, shuffles, \
      varies and checks its cutouts, take turns. The fraction by processor time counts the reader's \
      thread in full; by the wall clock it runs beside the others. Nothing is written.

      Example: galaxy-aep profile pretrain cutouts --threads 2
      """)

  @Argument(help: "A cutout set, as `galaxy-aep ingest` writes it.", completion: .of(.cutouts))
  var cutouts: String

  @Option(
    "Cutouts a step.",
    in: 2...65_536)
  var batchSize = 128

  @Option(
    "Turns of each that are measured.",
    in: 1...100_000)
  var turns = 4

  @Option(
    "Steps in a turn.",
    in: 1...100_000)
  var steps = 5

  @Option(
    "The spread of the noise added to the input, in stretched units.",
    in: 0...1000)
  var noise: Float = 0.05

  @Option(help: "What a step multiplies: float32 or bfloat16.")
  var precision = Autoencoder.Precision.float32

  @OptionGroup(title: "Network input") var input: StretchOptions
  @OptionGroup var work: WorkOptions
  @OptionGroup var output: MeasurementOptions

  var reads: [Artifact] { [Artifact(.cutouts, cutouts)] }
  var writes: [Artifact] { output.written }

  func run() throws {
    let set = try CutoutSet(opening: cutouts)
    let dataset = try StretchedCutouts(
      set, stretch: try input.stretch(for: set), workers: work.workers)
    var measured: [String: TrainingBenchmark.Times] = [:]
    let terminal = Terminal.shared
    terminal.answer("cutouts  \(dataset.count), \(counted(work.workers.threads, "thread"))")
    for (name, augmentation) in [
      ("plain", Augmentation()), ("varied", Augmentation(symmetries: true, noise: noise)),
    ] {
      var settings = TrainingSettings()
      settings.batchSize = min(batchSize, dataset.count)
      settings.augmentation = augmentation
      settings.precision = precision
      let benchmark = try TrainingBenchmark(dataset, settings: settings, workers: work.workers)
      let times = try benchmark.run(turns: turns, steps: steps)
      measured[name] = times
      terminal.answer(line(name, times))
    }
    try output.write(measured)
  }

  private func line(_ name: String, _ times: TrainingBenchmark.Times) -> String {
    let (bare, run) = (median(times.bare), median(times.run))
    let processor = median(times.bareProcessor) / median(times.runProcessor)
    return "\(name.padding(toLength: 8, withPad: " ", startingAt: 0)) "
      + "\(Int(bounded: Double(times.batch) / run * 1e3)) cutouts/s of \(Int(bounded: Double(times.batch) / bare * 1e3))"
      + ": \(share(bare / run)) by the wall clock, \(share(processor)) by processor time"
  }
}
