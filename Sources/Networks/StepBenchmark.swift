public import Tensors

/// A measurement of the bare engine: whole training steps, optimiser included, and encodings,
/// by the `WorkClock` of its workers.
public struct StepBenchmark {
  /// What is measured: a name that `Benchmarks/compare` gives to its peers too.
  public enum Workload: String, CaseIterable, Sendable {
    case aep, mnist

    public var architecture: Architecture {
      switch self {
      case .aep: .aep()
      case .mnist: .mnist()
      }
    }
  }

  /// Milliseconds of every round.
  public struct Times: Codable, Sendable {
    /// Whole steps, and what the update by Adam takes of them.
    public var step: [Double] = []
    public var update: [Double] = []
    public var encode: [Double] = []
    public var threads: Int
    public var kernels: String
    public var precision: Autoencoder.Precision
  }

  private let model: Autoencoder
  private let batch: Tensor
  private let workers: Workers

  public init(
    _ workload: Workload, batchSize: Int = 128, workers: Workers,
    precision: Autoencoder.Precision = .float32
  ) {
    self.workers = workers
    model = Autoencoder(
      workload.architecture, seed: 1, workers: workers, precision: precision)
    var numbers = RandomNumbers(seed: 1)
    batch = Tensor(uninitialized: [batchSize] + workload.architecture.inputShape) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: Float(numbers.uniform()))
      }
    }
  }

  /// Times `rounds` steps and encodings, after a few that are not timed.
  public func run(rounds: Int) throws(NetworkError) -> Times {
    var times = Times(
      threads: workers.threads, kernels: Processor.kernels, precision: model.precision)
    var optimiser = Adam()
    let clock = WorkClock(workers)
    for round in -3..<rounds {
      let start = clock.milliseconds
      _ = try model.step(batch)
      let middle = clock.milliseconds
      optimiser.update(model.parameters, learningRate: 1e-3)
      let end = clock.milliseconds
      _ = model.encode(batch)
      if round < 0 { continue }
      times.encode.append(clock.milliseconds - end)
      times.step.append(end - start)
      times.update.append(end - middle)
    }
    return times
  }

  /// Where the processor time of an encoding goes, part by part.
  public func profileEncoding(rounds: Int) -> [StepTime] {
    model.profileEncoding(batch, rounds: rounds)
  }

  /// Where the processor time of a step goes, part by part.
  public func profile(steps: Int) throws(NetworkError) -> [StepTime] {
    _ = try model.step(batch)
    return try model.profile(batch, steps: steps)
  }
}
