internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// `galaxy-aep profile network`: the training step, layer by layer, and the encoding.
struct ProfileNetwork: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Measure the training step, layer by layer, and the encoding (the default).",
    discussion: """
      On made-up images; a step includes the update by Adam. The layers are measured on one thread: \
      their processor time, billions of floating-point operations a second, and that as a fraction \
      of what the processor reaches when it multiplies and adds in registers alone. Counted are the \
      operations of a convolution's definition: one that is done with fewer can show more than 1.

      Example: galaxy-aep profile network --threads 1 --parts
      """)

  @Option(help: "The network: aep (64×64×5, 30 units) or mnist (28×28×1, 32 units).")
  var network = StepBenchmark.Workload.aep

  @Option(
    "Images a step.",
    in: 2...65_536)
  var batch = 128

  @Option(
    "Steps that are timed.",
    in: 1...100_000)
  var steps = 10

  @Option(help: "What a step multiplies: float32 or bfloat16; encoding is float32.")
  var precision = Autoencoder.Precision.float32

  @Flag(help: "Print every part of a layer by itself: forward, backward, statistics.")
  var parts = false

  @Flag(
    help: """
      Measure every operation of the inner loops with every instruction set of this processor instead, \
      in turns: which ones gain by wider vectors. --steps says how many turns.
      """)
  var allKernels = false

  @OptionGroup var work: WorkOptions
  @OptionGroup var output: MeasurementOptions

  var reads: [Artifact] { [] }
  var writes: [Artifact] { output.written }

  func run() throws {
    guard !allKernels else { return try KernelReport(rounds: steps).run(output) }
    let benchmark = StepBenchmark(
      network, batchSize: batch, workers: work.workers, precision: precision)
    let times = try benchmark.run(rounds: steps)
    let single =
      work.workers.threads == 1
      ? benchmark
      : StepBenchmark(
        network, batchSize: batch, workers: Workers(threads: 1), precision: precision)
    let profile = StepProfile(
      try single.profile(steps: steps), of: network.architecture, byLayer: !parts,
      peak: Processor.measuredPeak())
    let encoding = StepProfile(
      single.profileEncoding(rounds: steps), of: network.architecture, byLayer: !parts,
      peak: profile.peak)
    report(times, profile, encoding)
    try output.write(
      NetworkMeasurement(
        network: network.rawValue, times: times, profile: profile, encoding: encoding))
  }

  private func report(
    _ times: StepBenchmark.Times, _ profile: StepProfile, _ encoding: StepProfile
  ) {
    let terminal = Terminal.shared
    let threads = counted(times.threads, "thread")
    terminal.answer(
      "kernels  \(times.kernels), \(precision.rawValue), \(threads), batches of \(batch); float32 "
        + "peak of a thread \(number(profile.peak * 2e-9, digits: 3)) GFLOP/s")
    terminal.answer(
      "step     \(speed(times.step, network.architecture.trainingMultiplyAdds, profile.peak))")
    terminal.answer(
      "encode   \(number(median(times.encode))) ms, "
        + "\(Int(bounded: Double(batch) / median(times.encode) * 1e3)) images/s")
    let table = ProfileTable(widestOf: profile)
    table.answer(profile, "a step on one thread")
    table.answer("update by Adam", milliseconds: median(times.update))
    table.answer(encoding, "an encoding on one thread")
  }

  private func speed(_ values: [Double], _ multiplyAdds: Int, _ peak: Double) -> String {
    let time = median(values)
    let rate = Double(multiplyAdds) * Double(batch) / time * 1e3
    let fraction = rate / peak / Double(work.workers.threads)
    return "\(number(time)) ms, \(Int(bounded: Double(batch) / time * 1e3)) images/s, "
      + "\(number(2e-9 * rate)) GFLOP/s, \(share(fraction)) of peak"
  }
}

/// What `--json` writes.
private struct NetworkMeasurement: Encodable {
  var network: String
  var times: StepBenchmark.Times
  var profile: StepProfile
  var encoding: StepProfile
}
