internal import ArgumentParser
internal import Foundation
internal import Networks

/// `galaxy-aep profile`: how fast this machine trains and encodes.
struct Profile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the training step and the encoding, part by part.",
    discussion: """
      On made-up images; a step includes the update by Adam. Times are medians: processor time on one \
      thread, which other programs disturb least, and the wall clock's on more.

      Example: galaxy-aep profile --threads 1 --parts
      """)

  @Option(help: "The network: aep (64×64×5, 30 units) or mnist (28×28×1, 32 units).")
  var network = StepBenchmark.Workload.aep

  @Option(help: "Images a step.")
  var batch = 128

  @Option(help: "Steps that are timed.")
  var steps = 10

  @Flag(help: "Print the processor time of every part of a step.")
  var parts = false

  @Flag(help: "Print the milliseconds of every step and encoding as JSON instead.")
  var json = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard batch > 1, steps > 0 else {
      throw ValidationError("--batch must be at least 2 and --steps at least 1.")
    }
  }

  func run() throws {
    let benchmark = StepBenchmark(network, batchSize: batch, workers: work.workers)
    let times = try benchmark.run(rounds: steps)
    let terminal = Terminal.shared
    if json {
      terminal.answer(String(decoding: try JSONEncoder().encode(times), as: UTF8.self))
      return
    }
    let (step, encode) = (Self.median(times.step), Self.median(times.encode))
    let operations = 2 * Double(network.architecture.trainingMultiplyAdds * batch)
    terminal.answer("kernels  \(times.kernels), \(times.threads) threads, batches of \(batch)")
    terminal.answer(
      "step     \(number(step)) ms, \(Int(Double(batch) / step * 1e3)) images/s, "
        + "\(number(operations / step * 1e-6)) GFLOP/s")
    terminal.answer("encode   \(number(encode)) ms, \(Int(Double(batch) / encode * 1e3)) images/s")
    guard parts else { return }
    for part in try benchmark.profile(steps: steps) {
      terminal.answer("  \(part.name): \(number(part.seconds * 1e3)) ms of processor time")
    }
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
