import Foundation
import Tensors
import Testing

import Networks

@Suite struct ClassifierTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let autoencoder = Architecture(
    inputShape: [8, 8, 2],
    encoder: [
      .convolution(channels: 6, kernel: 3, stride: 2), .batchNormalisation, .relu,
      .dropout(rate: 0.2), .dense(units: 5), .batchNormalisation,
    ],
    decoder: [
      .dense(units: 96), .relu, .reshape([4, 4, 6]),
      .transposedConvolution(channels: 2, kernel: 3, stride: 2),
    ])

  /// Images of `FewImages`, told apart by a brightness that grows with the class.
  private struct Classes: Dataset {
    var images = FewImages(count: 60, imageShape: [8, 8, 2])
    var count: Int { images.count }
    var imageShape: [Int] { images.imageShape }
    var classes: [Int?] { (0..<count).map { $0 * 7 % 3 } }

    func fill(
      _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
    ) throws {
      try images.fill(batch, with: indices)
      let stride = imageShape.reduce(1, *)
      for (place, index) in indices.enumerated() {
        for pixel in 0..<stride where pixel % 7 == classes[index] {
          batch[place * stride + pixel] += 1.5
        }
      }
    }

    func identifier(of index: Int) -> String { images.identifier(of: index) }
  }

  private static func settings(_ change: (inout TrainingSettings) -> Void = { _ in })
    -> TrainingSettings
  {
    few {
      $0.batchSize = 10
      $0.learningRate = 0.01
      $0.validationFraction = 0.2
      $0.rule = .adamW
      change(&$0)
    }
  }

  // MARK: Building

  @Test func theExerciseHeadHas970Weights() {
    let model = Classifier(
      encoderOf: Autoencoder(.mnist(), seed: 1), hidden: [16, 16], classes: 10,
      isEncoderFrozen: true, seed: 1)
    #expect(model.parameters.map(\.values.count).reduce(0, +) == 970)
    #expect(model.state.map(\.values.count).reduce(0, +) == 119_200)
    #expect(model.classes == 10)
  }

  @Test func tenChannelsOf32PixelsFit() throws {
    let encoder = Architecture.aep(bands: 10, size: 32).encoder
    let model = Classifier(
      .classifier(
        inputShape: [32, 32, 10], encoder: encoder, classes: 1, loss: .binaryCrossEntropy),
      seed: 1)
    let images = normal([7, 32, 32, 10], seed: 1)
    let loss = try model.step(
      images, target: Tensor([0, 1, 0.5, 1, 0, 0.2, 1], shape: [7, 1]),
      weights: Tensor([1, 2, 1, 0, 1, 1, 3], shape: [7]))
    #expect(loss > 0 && loss.isFinite)
    #expect(model.logits(images).shape == [7, 1] && model.codes(images).shape == [7, 30])
  }

  @Test(arguments: [false, true])
  func itBeginsWithTheAutoencodersCodes(isFrozen: Bool) throws {
    let autoencoder = Autoencoder(Self.autoencoder, seed: 8)
    let images = normal([12, 8, 8, 2], seed: 2)
    _ = try autoencoder.step(images)
    let model = Classifier(
      encoderOf: autoencoder, hidden: [4], classes: 3, isEncoderFrozen: isFrozen, seed: 2)
    #expect(model.codes(images) == autoencoder.encode(images))
  }

  // MARK: Gradients

  @Test(arguments: [Loss.softmaxCrossEntropy, .binaryCrossEntropy], [false, true])
  func gradientsAreTheSlopesOfTheLoss(loss: Loss, isFrozen: Bool) throws {
    let encoder: [Layer] = [.convolution(channels: 3, kernel: 3, stride: 2), .tanh]
    var architecture = Architecture(
      inputShape: [6, 6, 2], encoder: encoder, decoder: [], loss: loss)
    // Without corners, which finite differences stumble over.
    architecture.head = .init(
      layers: [.dense(units: 4), .tanh, .dense(units: 3)], isEncoderFrozen: isFrozen)
    let model = Classifier(architecture, seed: 3)
    let images = normal([8, 6, 6, 2], seed: 3)
    let rows: [[Float]] = [[1, 0, 0], [0.2, 0.5, 0.3], [0, 0, 1]]
    let target = Tensor((0..<8).flatMap { rows[$0 % 3] }, shape: [8, 3])
    let weights = Tensor([1, 0.5, 2, 0, 1, 3, 1, 1], shape: [8])
    let value = try model.step(images, target: target, weights: weights)
    #expect(abs(value - (try model.loss(images, target: target, weights: weights))) < 1e-6)
    for parameter in model.parameters {
      let gradient = parameter.gradient.values
      for index in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 5)) {
        func loss(_ change: Float) throws -> Double {
          parameter.values.withUnsafeMutableValues { $0[index] += change }
          defer { parameter.values.withUnsafeMutableValues { $0[index] -= change } }
          return try model.loss(images, target: target, weights: weights)
        }
        let slope = (try loss(1e-2) - loss(-1e-2)) / 2e-2
        #expect(abs(slope - Double(gradient[index])) < 1e-3, "\(parameter.name) \(index)")
      }
    }
  }

  @Test func imagesThatDoNotCountDoNotTeach() throws {
    let architecture = Architecture.classifier(
      inputShape: [6, 6, 1], encoder: [.dense(units: 4), .tanh], classes: 2)
    let images = normal([4, 6, 6, 1], seed: 5)
    let target = Tensor([1, 0, 0, 1, 0.5, 0.5, 1, 0], shape: [4, 2])
    let all = Classifier(architecture, seed: 1)
    _ = try all.step(images, target: target, weights: Tensor([0, 1, 0, 1], shape: [4]))
    let two = Classifier(architecture, seed: 1)
    let pixels = images.values
    _ = try two.step(
      Tensor(pixels[36..<72] + pixels[108..<144], shape: [2, 6, 6, 1]),
      target: Tensor([0, 1, 1, 0], shape: [2, 2]))
    for (a, b) in zip(all.parameters, two.parameters) {
      #expect(zip(a.gradient.values, b.gradient.values).allSatisfy { abs($0 - $1) < 1e-6 })
    }
    let none = try all.step(images, target: target, weights: Tensor(zeros: [4]))
    #expect(none == 0 && all.parameters.allSatisfy { $0.gradient.values.allSatisfy { $0 == 0 } })
  }

  @Test(arguments: [Loss.softmaxCrossEntropy, .binaryCrossEntropy])
  func probabilitiesComeFromTheLogits(loss: Loss) {
    let images = normal([3, 6, 6, 1], seed: 5)
    let model = Classifier(
      .classifier(inputShape: [6, 6, 1], encoder: [.dense(units: 4)], classes: 3, loss: loss),
      seed: 2)
    let (logits, found) = (model.logits(images).values, model.probabilities(images).values)
    for row in 0..<3 {
      let powers = (0..<3).map { Foundation.exp(logits[3 * row + $0]) }
      let sum = powers.reduce(0, +)
      for column in 0..<3 {
        let power = powers[column]
        let expected = loss == .softmaxCrossEntropy ? power / sum : power / (1 + power)
        #expect(abs(found[3 * row + column] - expected) < 1e-6)
      }
    }
  }

  // MARK: Training

  @Test(arguments: [false, true])
  func learnsItsClasses(isFrozen: Bool) throws {
    let (training, model, encoder) = try begun(Self.settings { $0.epochs = 25 }, isFrozen: isFrozen)
    _ = try training.run()
    let images = Classes()
    let logits = model.logits(try images.images(0..<60)).values
    let right = (0..<60).count { image in
      let row = logits[3 * image..<3 * image + 3]
      return row.firstIndex(of: row.max() ?? 0) == 3 * image + (images.classes[image] ?? 9)
    }
    #expect(right > 50)
    let moved = zip(encoder, model.encoderContent).contains { $0.values != $1.values }
    #expect(moved != isFrozen)
  }

  @Test(arguments: [false, true])
  func theBestEpochsWeightsAreKept(averaged: Bool) throws {
    let settings = Self.settings {
      $0.epochs = 12
      $0.learningRate = 0.1
      $0.keepBest = true
      $0.averaging = averaged ? 0.9 : nil
    }
    let (training, model, _) = try begun(settings)
    _ = try training.run()
    let losses = training.history.reports.map(\.validationLoss)
    let heldOut = try HeldOut(60, fraction: 0.2, seed: settings.seed).validation
    let target = Targets(classes: Classes().classes, of: 3).rows(heldOut)
    let loss = try model.loss(Classes().images(heldOut), target: target)
    #expect(abs(loss - (losses.min() ?? 0)) < 1e-6)
    #expect(losses.last != losses.min())
    #expect(training.metadata.validationLoss == losses.min())
  }

  @Test func patienceEndsTheTraining() throws {
    let settings = Self.settings {
      $0.epochs = 200
      $0.learningRate = 0.1
      $0.keepBest = true
      $0.patience = 3
    }
    let (training, _, _) = try begun(settings)
    #expect(try training.run() == .finished)
    let losses = training.history.reports.map(\.validationLoss)
    #expect(losses.count < 200)
    #expect(losses.firstIndex(of: losses.min() ?? 0) == losses.count - 4)
  }

  @Test(arguments: [false, true])
  func resumingIsAsIfItHadNeverStopped(isFrozen: Bool) throws {
    let settings = Self.settings {
      $0.averaging = 0.9
      $0.schedule = .oneCycle
      $0.clip = 0.5
      $0.keepBest = true
      $0.augmentation = Augmentation(symmetries: true)
    }
    let (whole, straight, _) = try begun(settings, isFrozen: isFrozen)
    _ = try whole.run()
    for stop in stride(from: 0, to: 15, by: 2) {
      let path = folder.file("stop.safetensors")
      var steps = 0
      _ = try begun(settings, isFrozen: isFrozen).0.run(
        onStep: { _ in steps += 1 }, shouldStop: { steps == stop }, checkpoint: path)
      let (rest, model) = try Checkpoint(reading: path).resumeClassifier(
        on: Classes(), targets: targets, workers: Workers(threads: 1 + stop % 3))
      #expect(try rest.run() == .finished)
      #expect(bits(model) == bits(straight), "stopped at step \(stop)")
      #expect(timeless(rest.history) == timeless(whole.history))
    }
  }

  @Test(arguments: [false, true])
  func aModelReadBackGivesTheSameLogits(isFrozen: Bool) throws {
    let (training, model, _) = try begun(Self.settings(), isFrozen: isFrozen)
    _ = try training.run()
    let path = folder.file("classifier.safetensors")
    let written = try ModelFile.write(model, metadata: training.metadata, to: path)
    let read = try ModelFile.readClassifier(path)
    let images = try Classes().images(0..<9)
    #expect(read.model.logits(images) == model.logits(images))
    #expect(read.model.codes(images) == model.codes(images))
    #expect(read.metadata == written)
    #expect(
      message { _ = try ModelFile.read(path) }
        == "cannot use \(path) as an autoencoder: it holds a classifier; give the model that "
        + "`galaxy-aep pretrain` wrote")
  }

  // MARK: Refusals

  @Test func whatDoesNotFitIsRefused() throws {
    let path = folder.file("model.safetensors")
    var about = NetworksTests.metadata()
    about.architecture = Self.autoencoder
    try ModelFile.write(Autoencoder(Self.autoencoder, seed: 1), metadata: about, to: path)
    #expect(
      message { _ = try ModelFile.readClassifier(path) }
        == "cannot use \(path) as a classifier: it holds an autoencoder; give the model that "
        + "`galaxy-aep teach finetune` wrote")
    let model = Classifier(
      .classifier(inputShape: [8, 8, 2], encoder: [], classes: 3), seed: 1)
    #expect(
      message {
        _ = try Training(
          model, dataset: Classes(), targets: Targets(Tensor(zeros: [5, 3])),
          settings: Self.settings(), metadata: about)
      }
        == "cannot train on 60 images with targets for 5: give one row of targets for every image")
    let images = normal([2, 8, 8, 2], seed: 1)
    #expect(
      message { _ = try model.step(images, target: Tensor(zeros: [2, 4])) }
        == "the target is [2, 4] where 2 images need [2, 3]")
    #expect(
      message {
        _ = try model.step(images, target: Tensor(zeros: [2, 3]), weights: Tensor(zeros: [6]))
      } == "the weights are [6] where 2 images need [2]")
    let uncounted = Targets(Tensor(zeros: [60, 3]), weights: [Float](repeating: 0, count: 60))
    #expect(
      message {
        let training = try Training(
          model, dataset: Classes(), targets: uncounted, settings: Self.settings(), metadata: about)
        _ = try training.run()
      }
        == "cannot validate: none of the 12 held-out images counts, their weights are all zero; "
        + "hold out more images or another choice of them (another seed)")
  }

  @Test(arguments: [
    (
      [Layer.relu], Loss.softmaxCrossEntropy,
      "the last layer of a classifier's head must be a dense"
    ),
    ([.dense(units: 3)], .meanSquaredError, "a classifier learns with a cross-entropy, not mean"),
    ([.dense(units: 0)], .softmaxCrossEntropy, "layer head.0: a dense layer needs units"),
  ])
  func impossibleHeadsAreRefused(layers: [Layer], loss: Loss, reason: String) {
    var architecture = Architecture(inputShape: [4, 4, 1], encoder: [], decoder: [], loss: loss)
    architecture.head = .init(layers: layers)
    #expect(message { try architecture.validate() }.hasPrefix(reason))
  }

  // MARK: Making

  private var targets: Targets { Targets(classes: Classes().classes, of: 3) }

  private func begun(
    _ settings: TrainingSettings, isFrozen: Bool = false
  ) throws -> (Training, Classifier, [NamedTensor]) {
    let model = Classifier(
      encoderOf: Autoencoder(Self.autoencoder, seed: 8), hidden: [8], classes: 3,
      isEncoderFrozen: isFrozen, seed: settings.seed)
    var about = NetworksTests.metadata()
    about.architecture = model.architecture
    let training = try Training(
      model, dataset: Classes(), targets: targets, settings: settings, metadata: about)
    return (training, model, model.encoderContent)
  }

  private func bits(_ model: Classifier) -> [[UInt32]] {
    (model.parameters.map(\.values) + model.state.map(\.values)).map {
      $0.values.map(\.bitPattern)
    }
  }
}

extension Classifier {
  /// The encoder's weights and running statistics.
  fileprivate var encoderContent: [NamedTensor] {
    (parameters.map { NamedTensor(name: $0.name, values: $0.values) } + state)
      .filter { $0.name.hasPrefix("encoder.") }
  }
}
