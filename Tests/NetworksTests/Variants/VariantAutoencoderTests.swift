import Foundation
import Networks
import Tensors
import Testing

@Suite struct VariantAutoencoderTests {
  private let folder: TemporaryFolder
  private let images = FewImages(count: 60, imageShape: [8, 8, 1])
  init() throws { folder = try TemporaryFolder() }

  private static let architecture = Architecture(
    inputShape: [8, 8, 1],
    encoder: [
      .convolution(channels: 6, kernel: 3, stride: 2), .batchNormalisation, .relu,
      .dropout(rate: 0.1), .dense(units: 3),
    ],
    decoder: [
      .dense(units: 32), .batchNormalisation, .relu, .dropout(rate: 0.1), .dense(units: 64),
    ])

  private static var all: [Variant] {
    var kl = Variant(.sparse)
    kl.sparsity = Sparsity(.kl)
    var salted = Variant(.denoising)
    salted.corruption = Corruption(.saltAndPepper)
    return Variant.Name.allCases.map(Variant.init) + [kl, salted]
  }

  private static func settings(_ change: (inout TrainingSettings) -> Void = { _ in })
    -> TrainingSettings
  {
    few {
      $0.batchSize = 12
      $0.learningRate = 0.01
      $0.rule = .adamW
      change(&$0)
    }
  }

  @Test(arguments: all)
  func everyVariantLearns(variant: Variant) throws {
    let (training, model) = try begun(variant, Self.settings { $0.epochs = 30 })
    let batch = try images.images(0..<60)
    let before = model.autoencoder().loss(batch)
    _ = try training.run()
    #expect(model.autoencoder().loss(batch) < 0.8 * before)
  }

  @Test(arguments: all)
  func whatComesOutEncodesAsInTraining(variant: Variant) throws {
    let (training, model) = try begun(variant, Self.settings())
    _ = try training.run()
    let batch = try images.images(0..<9)
    let autoencoder = model.autoencoder()
    let codes = autoencoder.encode(batch)
    // Of a code with a spread half of the matrix is left out, which the sums' rounding shows.
    #expect(zip(codes.values, model.encode(batch).values).allSatisfy { abs($0 - $1) < 1e-5 })
    let path = folder.file("model.safetensors")
    let written = try ModelFile.write(autoencoder, metadata: training.metadata, to: path)
    let read = try ModelFile.read(path)
    #expect(read.model.encode(batch) == codes)
    #expect(read.metadata == written && written.variant == variant)
  }

  @Test(arguments: all)
  func resumingIsAsIfItHadNeverStopped(variant: Variant) throws {
    let settings = Self.settings {
      $0.averaging = 0.9
      $0.keepBest = true
    }
    let (whole, straight) = try begun(variant, settings)
    _ = try whole.run()
    let path = folder.file("stop.safetensors")
    var steps = 0
    _ = try begun(variant, settings).training.run(
      onStep: { _ in steps += 1 }, shouldStop: { steps == 6 }, checkpoint: path)
    let (rest, model) = try Checkpoint(reading: path).resumeVariant(
      variant, on: images, workers: Workers(threads: 1))
    _ = try rest.run()
    #expect(bits(model) == bits(straight))
    #expect(timeless(rest.history) == timeless(whole.history))
  }

  /// What enters the weights is the gradient of what is reported, where nothing is random.
  @Test(arguments: [Variant(.naive), Variant(.sparse)])
  func gradientsAreTheSlopesOfTheLoss(variant: Variant) throws {
    let architecture = Architecture(
      inputShape: [4, 4, 1], encoder: [.dense(units: 5), .tanh, .dense(units: 3)],
      decoder: [.dense(units: 16)])
    let model = try VariantAutoencoder(architecture, variant: variant, seed: 2)
    let batch = normal([7, 4, 4, 1], seed: 1)
    _ = try model.step(batch, target: batch, weights: nil)
    for parameter in model.parameters {
      let gradient = parameter.gradient.values
      for index in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 6)) {
        func loss(_ change: Float) -> Double {
          parameter.values.withUnsafeMutableValues { $0[index] += change }
          defer { parameter.values.withUnsafeMutableValues { $0[index] -= change } }
          return model.loss(batch, target: batch, weights: nil)
        }
        let slope = (loss(2e-3) - loss(-2e-3)) / 4e-3
        #expect(abs(slope - Double(gradient[index])) < 1e-3, "\(parameter.name) \(index)")
      }
    }
  }

  /// The distance of the codes' mean and covariance from those of N(0, 1) shrinks.
  @Test func adversarialTrainingBringsTheCodesToThePrior() throws {
    func distance(_ variant: Variant) throws -> Double {
      let settings = Self.settings {
        $0.epochs = 80
        $0.learningRate = 3e-3
      }
      let (training, model) = try begun(variant, settings)
      _ = try training.run()
      let codes = model.encode(try images.images(0..<60)).values
      var sum = 0.0
      for i in 0..<3 {
        let mean = (0..<60).reduce(0.0) { $0 + Double(codes[3 * $1 + i]) } / 60
        sum += mean * mean
        for j in 0..<3 {
          let product = (0..<60).reduce(0.0) {
            $0 + Double(codes[3 * $1 + i]) * Double(codes[3 * $1 + j])
          }
          let difference = product / 60 - (i == j ? 1 : 0)
          sum += difference * difference
        }
      }
      return sum.squareRoot()
    }
    var strong = Variant(.adversarial)
    strong.adversary = 0.5
    let (free, bound) = (try distance(Variant(.naive)), try distance(strong))
    #expect(bound < 0.6 * free, "\(bound) with the discriminator, \(free) without")
  }

  @Test func aLargeBetaPullsTheMeansToThePrior() throws {
    func size(_ beta: Float) throws -> Float {
      var variant = Variant(.variational)
      variant.beta = beta
      let (training, model) = try begun(variant, Self.settings { $0.epochs = 40 })
      _ = try training.run()
      let codes = model.encode(try images.images(0..<60)).values
      return codes.reduce(0) { $0 + $1 * $1 } / Float(codes.count)
    }
    #expect(try size(1000) < 0.05)
    #expect(try size(0.01) > 0.3)
  }

  @Test func aNaiveVariantIsTheAutoencoder() throws {
    let batch = normal([6, 8, 8, 1], seed: 4)
    let variant = try VariantAutoencoder(Self.architecture, variant: Variant(.naive), seed: 5)
    let plain = Autoencoder(Self.architecture, seed: 5)
    #expect(variant.encode(batch) == plain.encode(batch))
  }

  @Test func whatMakesNoSenseIsRefused() {
    var variant = Variant(.redundant)
    variant.codeDropout = 1.5
    #expect(
      message { try variant.check() }
        == "cannot train the redundant variant with a code dropout of 1.5: it must lie between "
        + "0.0 and 0.99")
    let images = Architecture(
      inputShape: [4, 4, 1], encoder: [.convolution(channels: 1)], decoder: [])
    #expect(
      message { _ = try VariantAutoencoder(images, variant: Variant(.sparse), seed: 1) }
        == "cannot train the sparse variant: its code must be a row of units, not [4, 4, 1]")
    let bent = Architecture(
      inputShape: [4, 4, 1], encoder: [.dense(units: 2), .relu], decoder: [.dense(units: 16)])
    #expect(
      message { _ = try VariantAutoencoder(bent, variant: Variant(.variational), seed: 1) }
        == "cannot train a variational code: the encoder must end in a dense layer, perhaps "
        + "normalised")
  }

  private func begun(
    _ variant: Variant, _ settings: TrainingSettings
  ) throws -> (training: Training, model: VariantAutoencoder) {
    let model = try VariantAutoencoder(
      Self.architecture, variant: variant, seed: settings.seed)
    var about = metadata()
    about.architecture = Self.architecture
    about.variant = variant
    return (
      try Training(model, dataset: images, settings: settings, metadata: about), model
    )
  }

  private func bits(_ model: VariantAutoencoder) -> [[UInt32]] {
    (model.parameters.map(\.values) + model.state.map(\.values)).map {
      $0.values.map(\.bitPattern)
    }
  }
}
