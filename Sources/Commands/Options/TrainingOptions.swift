internal import ArgumentParser
internal import Networks

/// How an autoencoder is trained.
struct TrainingOptions: ParsableArguments {
  enum Usual: LearningDefaults {
    static let epochs = 30
    static let batchSize = 128
    static let learningRate = 1e-3
    static let weightDecay: Float = 1e-4
    static let averaging: Double? = nil
  }

  @OptionGroup var learning: LearningOptions<Usual>

  @Option(help: "How the learning rate goes: constant, one-cycle or cosine.")
  var schedule = LearningRateSchedule.oneCycle

  @Option(
    "The share of the cutouts that is held out to validate on.",
    in: 0...1, excluding: [.lowest, .highest])
  var validation = 0.1

  @Option(
    "The largest norm of a step's gradient; longer ones are shortened. Default: no limit.",
    in: 0...1e6, excluding: [.lowest])
  var clip: Float?

  @Option(
    "The spread of the noise added to the input, in stretched units (denoising).",
    in: 0...1000)
  var noise: Float = 0.05

  @Option(
    """
    Learn what is there and no noise: the input has so many times the noise of its own sky again, the target \
    less the same over that number, which makes the two independent (Pang et al. 2021); 0.5, say, in place of \
    --noise. With --stretch matched. Default: none.
    """,
    in: 0.01...100)
  var recorruption: Float?

  @Flag(inversion: .prefixedNo, help: "Turn and mirror the cutouts at random: the sky has no up.")
  var symmetries = true

  @OptionGroup var variation: DeformationOptions

  @Option(
    help:
      "What a step multiplies: float32, or bfloat16, rounded to 8 binary digits and added up in float32; only processors with AVX512-BF16 gain time by it."
  )
  var precision = Autoencoder.Precision.float32

  func validate() throws {
    do { try settings.check() } catch { throw ValidationError(error.description) }
  }

  var settings: TrainingSettings {
    var settings = learning.settings
    settings.schedule = schedule
    settings.precision = precision
    settings.validationFraction = validation
    settings.clip = clip
    settings.augmentation = Augmentation(
      symmetries: symmetries, noise: noise, recorruption: recorruption,
      deformation: variation.deformation)
    return settings
  }
}
