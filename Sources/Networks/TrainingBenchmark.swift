internal import Files
public import Tensors

/// How much of the bare engine's speed a real training keeps: reading, stretching, shuffling,
/// varying and checking of images included.
///
/// Bare steps on one batch and the steps of a training take turns, so that a busy machine disturbs
/// both alike.
public struct TrainingBenchmark {
  /// Milliseconds of every step: wall-clock time, and processor time of all threads.
  public struct Times: Codable, Sendable {
    public var bare: [Double] = []
    public var run: [Double] = []
    public var bareProcessor: [Double] = []
    public var runProcessor: [Double] = []
    public var batch: Int
    public var threads: Int
    public var kernels: String
  }

  private let dataset: any Dataset
  private let settings: TrainingSettings
  private let workers: Workers
  private let model: Autoencoder

  public init(
    _ dataset: any Dataset, settings: TrainingSettings, code: Int = 30, workers: Workers
  ) throws(NetworkError) {
    let shape = dataset.imageShape
    let architecture = Architecture.aep(bands: shape[2], size: shape[0], code: code)
    try architecture.validate()
    (self.dataset, self.settings, self.workers) = (dataset, settings, workers)
    model = Autoencoder(
      architecture, seed: settings.seed, workers: workers, precision: settings.precision)
  }

  /// - Parameters:
  ///   - turns: of each; the first of both are not counted.
  ///   - steps: of a turn; the first step of a training's turn waits for the reader and is not
  ///     counted either.
  public func run(turns: Int, steps: Int) throws -> Times {
    var settings = settings
    settings.epochs = 1_000_000
    let training = try Training(
      model, dataset: dataset, settings: settings,
      metadata: ModelMetadata(
        architecture: model.architecture, bands: [], stretch: "",
        seed: settings.seed, provenance: Provenance(command: "profile")))
    let images = (0..<settings.batchSize).map { $0 % dataset.count }
    let batch = try dataset.images(images)
    var times = Times(
      batch: settings.batchSize, threads: workers.threads, kernels: Processor.kernels)
    var optimiser = Adam()
    for turn in 0...turns {
      var (bare, run) = (StepClock(), StepClock())
      for _ in 0..<steps {
        _ = try model.step(batch)
        optimiser.update(model.parameters, learningRate: 1e-6)
        bare.tick()
      }
      var left = steps + 1
      _ = try training.run(
        onStep: { _ in
          left -= 1
          if left < steps { run.tick() } else { run = StepClock() }
        }, shouldStop: { left == 0 })
      guard turn > 0 else { continue }
      times.bare += bare.wall
      times.bareProcessor += bare.processor
      times.run += run.wall
      times.runProcessor += run.processor
    }
    return times
  }
}

/// The times between ticks.
private struct StepClock {
  private(set) var wall: [Double] = []
  private(set) var processor: [Double] = []
  private var last = (WorkClock.wall.milliseconds, WorkClock.processor.milliseconds)

  mutating func tick() {
    let now = (WorkClock.wall.milliseconds, WorkClock.processor.milliseconds)
    wall.append(now.0 - last.0)
    processor.append(now.1 - last.1)
    last = now
  }
}
