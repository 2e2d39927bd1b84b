internal import ArgumentParser
internal import Networks

/// How a network is trained.
struct TrainingOptions: ParsableArguments {
  @Option(
    "Passes over the cutouts.",
    in: 1...1_000_000, judgedBy: .whoUsesIt)
  var epochs = 30

  @Option(
    "Cutouts a step.",
    in: 2...1_000_000)
  var batchSize = 128

  @Option(
    "The largest learning rate of the schedule.",
    in: 0...1000, excluding: [.lowest])
  var learningRate = 1e-3

  @Option(help: "How the learning rate goes: constant, one-cycle or cosine.")
  var schedule = LearningRateSchedule.oneCycle

  @Option(seed: "The seed of the weights, the shuffling and the noise.")
  var seed: UInt64 = 1

  @Option(
    "The share of the cutouts that is held out to validate on.",
    in: 0...1, excluding: [.lowest, .highest])
  var validation = 0.1

  @Option(
    "The share of every weight, times the learning rate, that a step takes away (AdamW).",
    in: 0...1000)
  var weightDecay: Float = 1e-4

  @Option(
    "The largest norm of a step's gradient; longer ones are shortened. Default: no limit.",
    in: 0...1e6, excluding: [.lowest])
  var clip: Float?

  @Option(
    "The decay of a running average of the weights, 0.995 say. Default: no average.",
    in: 0...1, excluding: [.lowest, .highest])
  var averaging: Double?

  @Option(
    "The spread of the noise added to the input, in stretched units (denoising).",
    in: 0...1000)
  var noise: Float = 0.05

  @Flag(inversion: .prefixedNo, help: "Turn and mirror the cutouts at random: the sky has no up.")
  var symmetries = true

  @Option(
    "How far training images are deformed, each time anew; 1: turned by up to 15°, stretched by 12 %, warped by 1/16 of the width. Default: not at all.",
    in: 0...10)
  var deform: Float?

  @Option(
    help:
      "What a step multiplies: float32, or bfloat16, rounded to 8 binary digits and added up in float32; only processors with AVX512-BF16 gain time by it."
  )
  var precision = Autoencoder.Precision.float32

  func validate() throws {
    do { try settings.check() } catch { throw ValidationError(error.description) }
  }

  var settings: TrainingSettings {
    var settings = TrainingSettings()
    settings.epochs = epochs
    settings.batchSize = batchSize
    settings.learningRate = learningRate
    settings.schedule = schedule
    settings.seed = seed
    settings.precision = precision
    settings.validationFraction = validation
    settings.rule = .adamW
    settings.weightDecay = weightDecay
    settings.clip = clip
    settings.averaging = averaging
    settings.augmentation = Augmentation(
      symmetries: symmetries, noise: noise, deformation: deform.map(Deformation.init(strength:)))
    return settings
  }
}
