internal import Foundation
public import Tensors

/// A measurement of the bare engine: whole training steps, optimiser included, and encodings.
///
/// On one thread times are the process's processor time, which other programs disturb least; on
/// more they are what the clock on the wall says.
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
    public var step: [Double] = []
    public var encode: [Double] = []
    public var threads: Int
    public var kernels: String
  }

  private let model: Autoencoder
  private let batch: Tensor
  private let workers: Workers

  public init(_ workload: Workload, batchSize: Int = 128, workers: Workers) {
    self.workers = workers
    model = Autoencoder(workload.architecture, seed: 1, workers: workers)
    var numbers = RandomNumbers(seed: 1)
    batch = Tensor(uninitialized: [batchSize] + workload.architecture.inputShape) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: Float(numbers.uniform()))
      }
    }
  }

  /// Times `rounds` steps and encodings, after a few that are not timed.
  public func run(rounds: Int) throws(NetworkError) -> Times {
    var times = Times(threads: workers.threads, kernels: Processor.kernels)
    var optimiser = Adam()
    for round in -3..<rounds {
      let start = milliseconds()
      _ = try model.step(batch)
      optimiser.update(model.parameters, learningRate: 1e-3)
      let middle = milliseconds()
      _ = model.encode(batch)
      if round < 0 { continue }
      times.step.append(middle - start)
      times.encode.append(milliseconds() - middle)
    }
    return times
  }

  /// Where the processor time of a step goes.
  public func profile(steps: Int) throws(NetworkError) -> [StepTime] {
    _ = try model.step(batch)
    return try model.profile(batch, steps: steps)
  }

  private func milliseconds() -> Double {
    var time = timespec()
    clock_gettime(workers.threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
  }
}
