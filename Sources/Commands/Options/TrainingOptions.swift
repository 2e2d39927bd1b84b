internal import ArgumentParser
internal import Networks

/// How a network is trained.
struct TrainingOptions: ParsableArguments {
  @Option(help: "Passes over the cutouts.")
  var epochs = 30

  @Option(help: "Cutouts a step.")
  var batchSize = 128

  @Option(help: "The largest learning rate of the schedule.")
  var learningRate = 1e-3

  @Option(help: "How the learning rate goes: constant, one-cycle or cosine.")
  var schedule = LearningRateSchedule.oneCycle

  @Option(help: "The seed of the weights, the shuffling and the noise.")
  var seed: UInt64 = 1

  @Option(help: "The share of the cutouts that is held out to validate on.")
  var validation = 0.1

  @Option(
    help: "The share of every weight, times the learning rate, that a step takes away (AdamW).")
  var weightDecay: Float = 1e-4

  @Option(
    help: "The largest norm of a step's gradient; longer ones are shortened. Default: no limit.")
  var clip: Float?

  @Option(help: "The decay of a running average of the weights, 0.995 say. Default: no average.")
  var averaging: Double?

  @Option(help: "The spread of the noise added to the input, in stretched units (denoising).")
  var noise: Float = 0.05

  @Flag(inversion: .prefixedNo, help: "Turn and mirror the cutouts at random: the sky has no up.")
  var symmetries = true

  @Option(
    help:
      "How far training images are deformed, each time anew; 1: turned by up to 15°, stretched by 12 %, warped by 1/16 of the width. Default: not at all."
  )
  var deform: Float?

  @Option(
    help:
      "What a step multiplies: float32, or bfloat16, rounded to 8 binary digits and added up in float32; only processors with AVX512-BF16 gain time by it."
  )
  var precision = Autoencoder.Precision.float32

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
