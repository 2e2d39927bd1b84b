internal import ArgumentParser
internal import Console
internal import Files
internal import Networks
internal import Tensors

/// `galaxy-aep profile segmentation`: the training step of the network that tells the class of every pixel, and its maps.
struct ProfileSegmentation: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation",
    abstract: "Measure the training step and the maps of a network of classes of pixels.",
    discussion: """
      On made-up tiles of five bands and labels of four classes; a step includes the losses and the update by Adam.

      Example: galaxy-aep profile segmentation --threads 1
      """)

  @Option(
    "The side of a tile; it is rounded up to a multiple of 8.",
    in: 32...1024, "pixels")
  var tile = 128

  @Option(
    "Tiles a step.",
    in: 2...4096)
  var batch = 4

  @Option(
    "Steps that are timed.",
    in: 1...100_000)
  var steps = 10

  @Flag(help: "Print every part of a layer by itself: forward, backward, statistics.")
  var parts = false

  @OptionGroup var work: WorkOptions
  @OptionGroup var output: MeasurementOptions

  var reads: [Artifact] { [] }
  var writes: [Artifact] { output.written }

  func run() throws {
    let side = (tile + 7) / 8 * 8
    let benchmark = try SegmentationBenchmark(
      side: side, batchSize: batch, workers: work.workers)
    let times = try benchmark.run(rounds: steps)
    let terminal = Terminal.shared
    terminal.answer(
      "kernels  \(times.kernels), \(counted(times.threads, "thread")), batches of \(batch) tiles of "
        + "\(side)×\(side), \(benchmark.weights) weights")
    for (name, values) in [("step", times.step), ("maps", times.maps)] {
      let time = median(values)
      let pixels = Double(batch * side * side) / time * 1e-3
      terminal.answer(
        "\(name)     \(number(time)) ms, \(number(pixels, digits: 3)) million pixels/s")
    }
    let single =
      work.workers.threads == 1
      ? benchmark
      : try SegmentationBenchmark(side: side, batchSize: batch, workers: Workers(threads: 1))
    let profile = StepProfile(
      try single.profile(steps: steps), of: benchmark.architecture, byLayer: !parts,
      peak: Processor.measuredPeak())
    let table = ProfileTable(widestOf: profile)
    table.answer(profile, "a step on one thread")
    table.answer("update by Adam", milliseconds: median(times.update))
    try output.write(Measured(times: times, profile: profile))
  }

  /// What `--json` writes.
  private struct Measured: Encodable {
    var times: SegmentationBenchmark.Times
    var profile: StepProfile
  }
}
