internal import ArgumentParser
internal import Networks

/// What a command takes for those of `LearningOptions` that were not typed.
protocol LearningDefaults: Sendable {
  static var epochs: Int { get }
  static var batchSize: Int { get }
  static var learningRate: Double { get }
  static var weightDecay: Float { get }
  /// Nil for no average.
  static var averaging: Double? { get }
}

/// How long, how fast and in what steps a network learns: asked alike by every command that trains
/// one, each with what is usual for it.
struct LearningOptions<Usual: LearningDefaults>: ParsableArguments {
  @Option(
    "Passes over the images that are learned from.",
    in: 1...1_000_000, judgedBy: .whoUsesIt)
  var epochs = Usual.epochs

  @Option(
    "Images a step.",
    in: 2...1_000_000)
  var batchSize = Usual.batchSize

  @Option(
    "The largest learning rate of the schedule.",
    in: 0...1000, excluding: [.lowest])
  var learningRate = Usual.learningRate

  @Option(
    "The share of every weight, times the learning rate, that a step takes away (AdamW).",
    in: 0...1000)
  var weightDecay = Usual.weightDecay

  @Option(
    "The decay of a running average of the weights, 0.995 say.",
    in: 0...1, excluding: [.lowest, .highest], without: "no average")
  var averaging = Usual.averaging

  @Option(seed: "The seed of every random choice.")
  var seed: UInt64 = 1

  func validate() throws {
    do { try settings.check() } catch { throw ValidationError(error.description) }
  }

  /// By AdamW, with a learning rate that rises and falls once.
  var settings: TrainingSettings {
    var settings = TrainingSettings()
    (settings.epochs, settings.batchSize) = (epochs, batchSize)
    (settings.learningRate, settings.schedule) = (learningRate, .oneCycle)
    (settings.rule, settings.weightDecay) = (.adamW, weightDecay)
    (settings.averaging, settings.seed) = (averaging, seed)
    return settings
  }
}
