public import Ranks
public import Tensors

/// The training of a network on a data set: shuffled batches, an optimiser, held-out validation.
///
/// Batches are prepared on a thread of their own while the network computes. Every random choice
/// follows from the seed in the settings; the result is the same bits for any number of threads
/// and for any number of stops and resumptions on the way, and for any number of processes that share it (`Ranks`).
public final class Training {
  /// How a run ended.
  public enum Outcome: Sendable, Equatable {
    case finished
    /// Stopped on request; resume from the checkpoint, if one was asked for.
    case interrupted(checkpoint: String?)
  }

  public let settings: TrainingSettings
  /// The reports of all epochs so far.
  public var history: TrainingHistory { progress.history }
  /// How many steps an epoch has.
  public let stepsPerEpoch: Int

  private let model: any Trainable
  private let dataset: any Dataset
  private let targets: (any ImageTargets)?
  private let heldOut: HeldOut
  private let ranks: Ranks
  private let begun: ModelMetadata
  private var optimiser: any Optimiser
  private var average: WeightAverage?
  private var best: BestWeights?
  private var progress = TrainingProgress()
  private var lastSaved = ContinuousClock.now
  /// The network before its first step; nil where the checkpoint of an older build does not tell.
  private var beginning: NetworkMark?
  private lazy var mark = DatasetMark(dataset, targets: targets)

  /// A training from its beginning.
  ///
  /// - Parameters:
  ///   - targets: what a classifier is to make of every image; without them a network is to
  ///     reproduce the images.
  ///   - optimiser: used instead of the rule in the settings, if given.
  ///   - ranks: the processes that train together, each with all the same arguments.
  public init(
    _ model: any Trainable, dataset: any Dataset, targets: (any ImageTargets)? = nil,
    settings: TrainingSettings, metadata: ModelMetadata, optimiser: (any Optimiser)? = nil,
    ranks: Ranks = .alone
  ) throws {
    try settings.check()
    if let targets, targets.count != dataset.count {
      throw NetworkError(
        "cannot train on \(dataset.count) images with targets for \(targets.count): give one row of "
          + "targets for every image")
    }
    guard dataset.imageShape == model.inputShape else {
      throw NetworkError(
        "cannot train on images of shape \(dataset.imageShape): the network takes "
          + "\(model.inputShape) (height, width, bands)")
    }
    try ranks.requireChunks()
    try model.divide(over: ranks)
    self.ranks = ranks
    self.model = model
    self.dataset = dataset
    self.targets = targets
    self.settings = settings
    self.optimiser = optimiser ?? settings.rule.optimiser(weightDecay: settings.weightDecay)
    begun = metadata
    beginning = NetworkMark(of: model)
    heldOut = try HeldOut(
      dataset.count, fraction: settings.validationFraction, seed: settings.seed)
    stepsPerEpoch =
      Epoch.division(of: heldOut.training.count, batchSize: settings.batchSize).steps
    if let decay = settings.averaging { average = WeightAverage(of: model, decay: decay) }
  }

  /// A stopped training that goes on; what `model` and `optimiser` hold is overwritten.
  public convenience init(
    resuming checkpoint: Checkpoint, _ model: any Trainable, dataset: any Dataset,
    targets: (any ImageTargets)? = nil, optimiser: (any Optimiser)? = nil, ranks: Ranks = .alone
  ) throws {
    try self.init(
      model, dataset: dataset, targets: targets, settings: checkpoint.settings,
      metadata: checkpoint.metadata, optimiser: optimiser, ranks: ranks)
    try checkpoint.requireSame(mark)
    try checkpoint.requirePosition(stepsPerEpoch: stepsPerEpoch)
    try checkpoint.content(for: model).restore(into: model)
    self.optimiser.state = try checkpoint.optimiserState(for: model)
    average = try checkpoint.average(for: model)
    best = try checkpoint.best(for: model)
    progress = checkpoint.position.progress
    beginning = checkpoint.position.beginning
  }

  /// What a model file written now has to say.
  public var metadata: ModelMetadata {
    var metadata = begun
    metadata.fingerprint = ""
    metadata.seed = settings.seed
    metadata.precision = settings.precision == .float32 ? nil : settings.precision
    metadata.epochs = progress.history.reports.count
    metadata.validationLoss =
      settings.validationFraction == 0
      ? nil : best?.loss ?? progress.history.reports.last?.validationLoss
    return metadata
  }

  /// Trains until the last epoch is done, `shouldStop` says so or patience is at an end.
  ///
  /// - Parameters:
  ///   - onStep: called after every step, `onEpoch` after every epoch.
  ///   - shouldStop: asked before every step; when true of any rank, the training is stored and ends.
  ///   - checkpoint: where it is stored then, and once a minute between epochs. It stays when the
  ///     last epoch is done: remove it when the model is safely written.
  public func run(
    onStep: (StepReport) -> Void = { _ in }, onEpoch: (EpochReport) -> Void = { _ in },
    shouldStop: () -> Bool = { false }, checkpoint: String? = nil
  ) throws -> Outcome {
    let plan = BatchPlan(
      heldOut, settings: settings, epoch: progress.epoch, step: progress.step)
    let loader = BatchLoader(plan, of: dataset, targets: targets, ranks: ranks)
    defer { loader.stop() }
    while progress.epoch < settings.epochs, hasPatience {
      while progress.step < stepsPerEpoch {
        if ranks.any(shouldStop()) {
          if let checkpoint { try save(to: checkpoint) }
          return .interrupted(checkpoint: checkpoint)
        }
        onStep(try takeStep(with: loader))
      }
      onEpoch(try finishEpoch(with: loader))
      if let checkpoint, progress.epoch < settings.epochs,
        lastSaved.duration(to: .now) > .seconds(60)
      {
        try save(to: checkpoint)
      }
    }
    try (best?.content ?? average?.content)?.restore(into: model)
    return .finished
  }

  /// Whether the held-out loss may still get lower.
  private var hasPatience: Bool {
    guard let patience = settings.patience, let best else { return true }
    return progress.epoch - best.epoch < patience
  }

  private func takeStep(with loader: BatchLoader) throws -> StepReport {
    let start = ContinuousClock.now
    guard let batch = try loader.next() else { preconditionFailure("the plan ended early") }
    let rate = settings.schedule.rate(
      at: progress.epoch * stepsPerEpoch + progress.step, of: settings.epochs * stepsPerEpoch,
      peak: settings.learningRate)
    let loss = try update(with: batch, rate: rate)
    progress.step += 1
    progress.lossSum += loss * batch.mass
    progress.mass += batch.mass
    progress.images += batch.images.count
    progress.learningRate = rate
    progress.seconds += start.duration(to: .now) / .seconds(1)
    return StepReport(
      step: progress.step, steps: stepsPerEpoch, epoch: progress.epoch + 1,
      epochs: settings.epochs, loss: loss,
      imagesPerSecond: Double(progress.images) / max(progress.seconds, 1e-9))
  }

  /// Gradient, checks, update: nothing that is not finite ever reaches the weights.
  private func update(with batch: Batch, rate: Double) throws -> Double {
    let before = model.state
    let loss = try model.step(batch.input, target: batch.target, weights: batch.weights)
    let gradient = Gradient(model.parameters)
    let norm = gradient.norm
    guard loss.isFinite, norm.isFinite else {
      try NetworkContent(of: model, state: before).restore(into: model)
      throw notFinite(loss.isFinite ? "gradient" : "loss", batch)
    }
    if let clip = settings.clip { gradient.clip(to: clip, norm: norm) }
    optimiser.update(model.parameters, learningRate: Float(rate))
    average?.add(model)
    return loss
  }

  private func notFinite(_ what: String, _ batch: Batch) -> NetworkError {
    let first = batch.images.prefix(3).map { dataset.identifier(of: $0) }.joined(separator: ", ")
    return NetworkError(
      "stopped training at epoch \(progress.epoch + 1), step \(progress.step + 1) of "
        + "\(stepsPerEpoch): the \(what) of the batch of \(batch.images.count) images that begins "
        + "with \(first) is not a finite number; the weights are still those of the step before: "
        + "try a lower learning rate or a gradient limit")
  }

  private func finishEpoch(with loader: BatchLoader) throws -> EpochReport {
    let start = ContinuousClock.now
    let loss = try validationLoss(with: loader)
    guard loss.isFinite else {
      throw NetworkError(
        "stopped training after epoch \(progress.epoch + 1): the loss of the held-out images is not "
          + "a finite number; try a lower learning rate or a gradient limit")
    }
    let report = EpochReport(
      epoch: progress.epoch + 1,
      trainingLoss: progress.mass == 0 ? 0 : progress.lossSum / progress.mass,
      validationLoss: loss, learningRate: progress.learningRate,
      imagesPerSecond: Double(progress.images) / max(progress.seconds, 1e-9),
      seconds: progress.seconds + start.duration(to: .now) / .seconds(1))
    progress = TrainingProgress(
      epoch: progress.epoch + 1, learningRate: progress.learningRate, history: history)
    progress.history.reports.append(report)
    return report
  }

  private func validationLoss(with loader: BatchLoader) throws -> Double {
    guard let average else {
      let loss = try meanLoss(with: loader)
      remember(loss) { NetworkContent(of: model) }
      return loss
    }
    let trained = NetworkContent(of: model)
    try average.content.restore(into: model)
    let loss = try meanLoss(with: loader)
    remember(loss) { average.content }
    try trained.restore(into: model)
    return loss
  }

  private func remember(_ loss: Double, _ content: () -> NetworkContent) {
    guard settings.keepBest, loss.isFinite else { return }
    let new = BestWeights(epoch: progress.epoch + 1, loss: loss, content: content())
    best = BestWeights.better(best, new)
  }

  private func meanLoss(with loader: BatchLoader) throws -> Double {
    var (sum, mass, seen) = (0.0, 0.0, 0)
    while seen < heldOut.validation.count {
      guard let batch = try loader.next() else { preconditionFailure("the plan ended early") }
      sum +=
        try model.loss(batch.input, target: batch.target, weights: batch.weights) * batch.mass
      mass += batch.mass
      seen += batch.images.count
    }
    guard mass != 0 else {
      throw NetworkError(
        "cannot validate: none of the \(seen) held-out images counts, their weights are all zero; "
          + "hold out more images or another choice of them (another seed)")
    }
    return sum / mass
  }

  private func save(to path: String) throws {
    guard ranks.isFirst else { return }
    try Checkpoint.write(
      model, metadata: metadata, settings: settings, optimiser: optimiser.state,
      average: average, best: best,
      position: .init(
        progress: progress, dataset: mark, beginning: beginning, averagedSteps: average?.steps,
        best: best.map { .init(epoch: $0.epoch, loss: $0.loss) }),
      to: path)
    lastSaved = .now
  }
}
