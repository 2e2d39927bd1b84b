import Foundation
import Networks
import Tensors
import Testing

/// A network of chains that branch and join, from an autoencoder.
@Suite struct SegmentationModelTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private static let classes = ["sky", "star", "galaxy"]

  private static func autoencoder(_ seed: UInt64 = 5) throws -> Autoencoder {
    let model = Autoencoder(.aep(bands: 2, size: 16, code: 4), seed: seed)
    _ = try model.step(normal([6, 16, 16, 2], seed: 9))  // running statistics of its own
    return model
  }

  private func model(
    _ start: SegmentationModel.Start, seed: UInt64 = 1, tile: Int = 16, threads: Int = 1
  ) throws -> SegmentationModel {
    try SegmentationModel(
      of: Self.autoencoder(), classes: Self.classes, start: start, tile: [tile, tile], seed: seed,
      workers: Workers(threads: threads))
  }

  /// Images with their labels as the last channel: bright pixels are of class 1, very bright ones of 2.
  private struct Tiles: Dataset {
    var count = 8
    var imageShape = [16, 16, 3]
    func fill(
      _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
    ) throws {
      for (place, index) in indices.enumerated() {
        let noise = normal([1, 16, 16, 2], seed: UInt64(index) + 50).values
        for pixel in 0..<256 {
          let start = place * 768 + pixel * 3
          let (x, y) = (pixel % 16, pixel / 16)
          let label = (x + index) / 5 % 2 + (y + 2 * index) / 6 % 2
          batch[start] = 0.3 * noise[2 * pixel] + Float(label)
          batch[start + 1] = 0.3 * noise[2 * pixel + 1] - Float(label)
          batch[start + 2] = x == 0 ? 255 : Float(label)
        }
      }
    }
    func identifier(of index: Int) -> String { "tile \(index)" }
  }

  private static func settings(_ change: (inout TrainingSettings) -> Void = { _ in })
    -> TrainingSettings
  {
    few {
      ($0.epochs, $0.batchSize, $0.learningRate) = (4, 3, 0.01)
      ($0.rule, $0.validationFraction, $0.keepBest) = (.adamW, 0.25, true)
      $0.augmentation.symmetries = true
      change(&$0)
    }
  }

  private static func metadata(_ model: SegmentationModel) -> ModelMetadata {
    var about = NetworksTests.metadata()
    about.architecture = model.architecture
    return about
  }

  private func bits(_ model: SegmentationModel) -> [[UInt32]] {
    (model.parameters.map(\.values) + model.state.map(\.values)).map {
      $0.values.map(\.bitPattern)
    }
  }

  // MARK: Weights

  @Test func itBeginsWithTheAutoencodersConvolutions() throws {
    let learned = try Self.autoencoder()
    func weights(_ parameters: [Parameter], _ name: String) throws -> [Float] {
      try #require(parameters.first { $0.name.hasPrefix(name) }?.values.values)
    }
    let tuned = try model(.tuned)
    for (own, source) in [
      ("descent1.0", "encoder.0"), ("descent3.0", "encoder.6"), ("ascent1.0", "decoder.4"),
      ("ascent2.0", "decoder.7"),
    ] {
      #expect(try weights(tuned.parameters, own) == weights(learned.parameters, source))
    }
    let random = try model(.random)
    #expect(
      try weights(random.parameters, "descent1.0") != weights(learned.parameters, "encoder.0"))
    #expect(random.parameters.map(\.name) == tuned.parameters.map(\.name))
  }

  @Test func aFrozenEncoderStaysAsItIs() throws {
    let model = try model(.frozen)
    #expect(!model.parameters.contains { $0.name.hasPrefix("descent") })
    let before = model.state.filter { $0.name.hasPrefix("descent") }
    #expect(before.count == 3 * 5)  // weights, scale, shift, mean, variance of each
    _ = try Training(
      model, dataset: Tiles(), settings: Self.settings(), metadata: Self.metadata(model)
    ).run()
    #expect(model.state.filter { $0.name.hasPrefix("descent") } == before)
  }

  // MARK: Learning

  /// Along random directions of all weights the loss rises as the gradient says.
  @Test(arguments: [SegmentationModel.Start.tuned, .random, .frozen])
  func theGradientOfTheWholeNetwork(start: SegmentationModel.Start) throws {
    let model = try model(start)
    let images = try Tiles(count: 4).images(0..<4)
    _ = try model.step(images, target: images, weights: nil)
    let gradients = model.parameters.map(\.gradient)
    let values = model.parameters.map(\.values)
    for seed in 1...4 as ClosedRange<UInt64> {
      let directions = values.enumerated().map {
        normal($0.element.shape, seed: seed * 100 + UInt64($0.offset))
      }
      func loss(_ step: Float) throws -> Double {
        for (number, parameter) in model.parameters.enumerated() {
          parameter.values = Tensor(
            zip(values[number].values, directions[number].values).map { $0 + step * $1 },
            shape: values[number].shape)
        }
        return try model.step(images, target: images, weights: nil)
      }
      let slope = try (loss(2e-4) - loss(-2e-4)) / 4e-4
      let expected = zip(gradients, directions).reduce(0.0) { sum, pair in
        zip(pair.0.values, pair.1.values).reduce(sum) { $0 + Double($1.0) * Double($1.1) }
      }
      #expect(abs(slope - expected) < 0.03 * max(1, abs(expected)), "\(slope), \(expected)")
      _ = try loss(0)
    }
  }

  @Test func itLearns() throws {
    let model = try model(.tuned)
    let images = try Tiles().images(0..<8)
    let before = try model.loss(images, target: images, weights: nil)
    _ = try Training(
      model, dataset: Tiles(), settings: Self.settings { $0.epochs = 25 },
      metadata: Self.metadata(model)
    ).run()
    let after = try model.loss(images, target: images, weights: nil)
    #expect(after < 0.6 * before)
    let shape = [8, 16, 16, 3]
    let found = try model.probabilities(of: bandsOnly(images))
    #expect(found.shape == shape)
    var right = 0
    for pixel in 0..<8 * 256 {
      let row = found.values[pixel * 3..<pixel * 3 + 3]
      #expect(abs(row.reduce(0, +) - 1) < 1e-5)
      let label = images.values[pixel * 3 + 2]
      if label != 255, Float(row.firstIndex(of: row.max() ?? 0) ?? 0) - Float(pixel * 3) == label {
        right += 1
      }
    }
    #expect(right > 8 * 240 * 8 / 10)
  }

  private func bandsOnly(_ images: Tensor) -> Tensor {
    Tensor(
      images.values.enumerated().filter { $0.offset % 3 < 2 }.map(\.element),
      shape: Array(images.shape.dropLast()) + [2])
  }

  @Test(arguments: [SegmentationModel.Start.tuned, .frozen])
  func threadsAndStopsDoNotMatter(start: SegmentationModel.Start) throws {
    func trained(threads: Int) throws -> [[UInt32]] {
      let model = try model(start, threads: threads)
      _ = try Training(
        model, dataset: Tiles(), settings: Self.settings(), metadata: Self.metadata(model)
      ).run()
      return bits(model)
    }
    let whole = try trained(threads: 1)
    #expect(try trained(threads: 3) == whole)
    let begun = try self.model(start)
    var steps = 0
    let outcome = try Training(
      begun, dataset: Tiles(), settings: Self.settings(), metadata: Self.metadata(begun)
    ).run(
      onStep: { _ in steps += 1 }, shouldStop: { steps == 3 }, checkpoint: folder.file("c"))
    #expect(outcome == .interrupted(checkpoint: folder.file("c")))
    let (training, resumed) = try Checkpoint(reading: folder.file("c"))
      .resumeSegmentation(on: Tiles())
    #expect(try training.run() == .finished)
    #expect(bits(resumed) == whole)
  }

  // MARK: Use

  @Test func imagesOfAnySizeAreSeenAlike() throws {
    let model = try model(.tuned)
    let large = normal([1, 48, 40, 2], seed: 3)
    let found = try model.probabilities(of: large)
    #expect(found.shape == [1, 48, 40, 3])
    // A shift by whole multiples moves what is found, away from the rims: a field of view of some 60 pixels
    // reaches beyond the image, so only the same image again is compared bit by bit.
    #expect(try model.probabilities(of: large) == found)
    #expect(
      message { _ = try model.probabilities(of: normal([1, 20, 16, 2], seed: 1)) }
        == "images of [1, 20, 16, 2] cannot be parted into classes: the network takes 2 channels and "
        + "sides that are multiples of 8")
  }

  @Test func aFileHoldsItWhole() throws {
    let model = try model(.tuned)
    let path = folder.file("segmentation.safetensors")
    try ModelFile.write(model, metadata: Self.metadata(model), to: path)
    let (read, about) = try ModelFile.readSegmentation(path)
    #expect(bits(read) == bits(model))
    #expect(about.architecture == model.architecture && read.classes == Self.classes)
    let images = normal([2, 24, 16, 2], seed: 4)
    #expect(try read.probabilities(of: images) == model.probabilities(of: images))
    #expect(
      message { _ = try ModelFile.read(path) }
        == "cannot use \(path) as an autoencoder: it holds a segmentation network; give the model that "
        + "`galaxy-aep pretrain` wrote")
    let other = folder.file("model.safetensors")
    let autoencoder = try Self.autoencoder()
    var plain = Self.metadata(model)
    plain.architecture = autoencoder.architecture
    try ModelFile.write(autoencoder, metadata: plain, to: other)
    #expect(
      message { _ = try ModelFile.readSegmentation(other) }
        == "cannot use \(other) to part images into classes: it holds no segmentation network; give the "
        + "model that `galaxy-aep teach segmentation` wrote")
  }

  @Test func aModelWithoutHalvingsIsRefused() {
    #expect(
      message {
        _ = try SegmentationModel(
          of: Autoencoder(.linear(inputShape: [16, 16, 2], code: 3), seed: 1),
          classes: Self.classes, start: .tuned, seed: 1)
      }
        == "cannot make a segmentation network of this model: it has no convolutions that halve the image; "
        + "pre-train with --architecture aep or mnist")
    #expect(
      message {
        _ = try SegmentationModel(
          of: Self.autoencoder(), classes: ["a"], start: .tuned, seed: 1)
      } == "a segmentation network needs 2 to 64 classes of different names, each with a weight")
  }
}
