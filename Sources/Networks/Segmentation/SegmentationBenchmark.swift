public import Tensors

/// A measurement of the network that tells classes of pixels: whole training steps, losses and optimiser included, and
/// maps in inference mode, by the `WorkClock` of its workers.
public struct SegmentationBenchmark {
  /// Milliseconds of every round.
  public struct Times: Codable, Sendable {
    /// Whole steps, and what the update by Adam takes of them.
    public var step: [Double] = []
    public var update: [Double] = []
    /// The probabilities of a batch's pixels.
    public var maps: [Double] = []
    public var threads: Int
    public var kernels: String
  }

  private let model: SegmentationModel
  private let batch: Tensor
  private let labels: Tensor
  private let workers: Workers

  /// The survey's network, of four classes, on made-up tiles of five bands.
  ///
  /// - Parameter side: of a tile, in pixels; a multiple of 8.
  public init(side: Int, batchSize: Int, workers: Workers) throws(NetworkError) {
    self.workers = workers
    model = try SegmentationModel(
      of: Autoencoder(.aep(), seed: 1, workers: workers),
      classes: ["sky", "star", "galaxy", "artefact"], start: .random, tile: [side, side], seed: 1,
      workers: workers)
    var numbers = RandomNumbers(seed: 1)
    batch = Tensor(uninitialized: [batchSize] + model.inputShape) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: Float(numbers.uniform()))
      }
    }
    labels = Tensor(uninitialized: [batchSize, side, side]) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: Float(numbers.integer(below: 4)))
      }
    }
  }

  /// Trained weights.
  public var weights: Int { model.parameters.reduce(0) { $0 + $1.values.count } }

  public var architecture: Architecture { model.architecture }

  /// Where the processor time of a step goes, part by part.
  public func profile(steps: Int) throws(NetworkError) -> [StepTime] {
    _ = try model.step(batch, target: labels)
    return try model.profile(batch, target: labels, steps: steps)
  }

  /// Times `rounds` steps and maps, after a few that are not timed.
  public func run(rounds: Int) throws(NetworkError) -> Times {
    var times = Times(threads: workers.threads, kernels: Processor.kernels)
    var optimiser = Adam()
    let clock = WorkClock(workers)
    for round in -3..<rounds {
      let start = clock.milliseconds
      _ = try model.step(batch, target: labels)
      let middle = clock.milliseconds
      optimiser.update(model.parameters, learningRate: 1e-3)
      let end = clock.milliseconds
      _ = try model.probabilities(of: batch)
      if round < 0 { continue }
      times.maps.append(clock.milliseconds - end)
      times.step.append(end - start)
      times.update.append(end - middle)
    }
    return times
  }
}
