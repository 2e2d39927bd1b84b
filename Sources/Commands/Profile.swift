internal import ArgumentParser
internal import Files
internal import Foundation
internal import Networks
internal import Tensors

/// `galaxy-aep profile`: how fast this machine trains and encodes.
struct Profile: ParsableCommand {
  enum Network: String, CaseIterable, ExpressibleByArgument {
    case aep, mnist

    var architecture: Architecture {
      switch self {
      case .aep: .aep()
      case .mnist: .mnist()
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Measure the training step and the encoding, part by part.",
    discussion: """
      On made-up images; a step includes the update by Adam. Times are medians of whole steps on the \
      wall clock; the parts' are processor time.

      Example: galaxy-aep profile --threads 1 --parts
      """)

  @Option(help: "The network: aep (64×64×5, 30 units) or mnist (28×28×1, 32 units).")
  var network = Network.aep

  @Option(help: "Images a step.")
  var batch = 128

  @Option(help: "Steps that are timed.")
  var steps = 10

  @Flag(help: "Print the processor time of every part of a step.")
  var parts = false

  @Flag(help: "Print one line of JSON instead.")
  var json = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard batch > 1, steps > 0 else {
      throw ValidationError("--batch must be at least 2 and --steps at least 1.")
    }
  }

  func run() throws {
    let architecture = network.architecture
    let model = Autoencoder(architecture, seed: 1, workers: work.workers)
    var random = RandomNumbers(seed: 1)
    let shape = [batch] + architecture.inputShape
    let images = Tensor(
      (0..<shape.reduce(1, *)).map { _ in Float(random.uniform()) }, shape: shape)
    var optimiser = Adam()
    var (training, encoding): ([Double], [Double]) = ([], [])
    for round in 0..<steps + 2 {
      let step = try Self.seconds {
        _ = try model.step(images)
        optimiser.update(model.parameters, learningRate: 1e-4)
      }
      let encode = Self.seconds { _ = model.encode(images) }
      if round > 1 { (training, encoding) = (training + [step], encoding + [encode]) }
    }
    report(
      step: Self.median(training), encode: Self.median(encoding), architecture: architecture)
    if parts {
      for part in try model.profile(images, steps: steps) {
        Terminal.shared.say("  \(part.name): \(number(part.seconds * 1e3)) ms")
      }
    }
  }

  private func report(step: Double, encode: Double, architecture: Architecture) {
    let threads = work.workers.threads
    let operations = 2 * Double(architecture.trainingMultiplyAdds * batch)
    let rate = operations / step * 1e-9
    if json {
      Terminal.shared.say(
        """
        {"network": "\(network.rawValue)", "threads": \(threads), "batch": \(batch), \
        "step_ms": \(step * 1e3), "encode_ms": \(encode * 1e3), "gflops": \(rate), \
        "kernels": "\(Processor.kernels)", "version": "\(Provenance.version)"}
        """)
      return
    }
    let terminal = Terminal.shared
    terminal.say("kernels  \(Processor.kernels), \(threads) threads, batches of \(batch)")
    terminal.say(
      "step     \(number(step * 1e3)) ms, \(Int(Double(batch) / step)) images/s, \(number(rate)) "
        + "GFLOP/s")
    terminal.say("encode   \(number(encode * 1e3)) ms, \(Int(Double(batch) / encode)) images/s")
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try work()
    return ProgressBar.seconds(.now - start)
  }

  private static func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
  }
}
