import Files
import Foundation
import Tensors
import Testing

import Networks

/// Networks of classes of pixels made from autoencoders.
@Suite struct SegmentationTests {
  private static let base = Architecture.aep(bands: 2, size: 16, code: 4)

  /// Σ over labelled pixels by hand: two pixels with even odds of classes 0 and 1, one without a label.
  @Test func theLossIsWhatItSays() {
    let logits = Tensor([0, 0, 0, 0, 9, -9] as [Float], shape: [1, 1, 3, 2])
    let labels = Tensor([0, 1, 255] as [Float], shape: [1, 1, 3])
    func value(_ loss: PixelLoss) -> Double {
      loss(logits, labels: labels, wantsGradient: false, workers: .all).loss
    }
    #expect(abs(value(PixelLoss(dice: 0)) - 0.693147) < 1e-6)
    #expect(abs(value(PixelLoss(dice: 0, weights: [3, 1])) - 0.693147) < 1e-6)
    // Of each class p t = 0.5, p = 1, t = 1: 1 − 2/3.
    #expect(abs(value(PixelLoss(dice: 3)) - 1.693147) < 1e-6)
    // With class 1 only: −ln 0.5 of a pixel, and nought for the other.
    let gradient = PixelLoss(dice: 0, weights: [0, 1])(
      logits, labels: labels, wantsGradient: true, workers: .all
    ).gradient
    #expect(gradient?.values == [0, 0, 0.5, -0.5, 0, 0])
  }

  @Test(arguments: [
    PixelLoss(dice: 0), PixelLoss(dice: 1), PixelLoss(dice: 2, weights: [1, 0, 3, 0.5]),
  ]) func theLossHasItsSlope(loss: PixelLoss) {
    let logits = normal([2, 3, 4, 4], seed: 1)
    let labels = Tensor((0..<24).map { $0 % 5 == 4 ? 255 : Float($0 % 3) }, shape: [2, 3, 4])
    let workers = Workers(threads: 2)
    let gradient = loss(logits, labels: labels, wantsGradient: true, workers: workers).gradient
    for index in logits.values.indices {
      func value(_ change: Float) -> Double {
        var moved = logits
        moved.withUnsafeMutableValues { $0[index] += change }
        return loss(moved, labels: labels, wantsGradient: false, workers: workers).loss
      }
      let slope = (value(1e-2) - value(-1e-2)) / 2e-2
      #expect(abs(slope - Double(gradient?.values[index] ?? .nan)) < 2e-5)
    }
  }

  @Test func theLossIsSafe() {
    let labels = Tensor([0, 1, 255, 255] as [Float], shape: [1, 1, 4])
    let far = Tensor([-2e4, 2e4, 2e4, -2e4, .nan, 1, 0, 0] as [Float], shape: [1, 1, 4, 2])
    let (loss, gradient) = PixelLoss()(far, labels: labels, wantsGradient: true, workers: .all)
    #expect(loss.isFinite && loss > 1e4)
    #expect(gradient?.values.allSatisfy(\.isFinite) == true)
    let none = Tensor([Float](repeating: 255, count: 4), shape: [1, 1, 4])
    let (nothing, still) = PixelLoss()(far, labels: none, wantsGradient: true, workers: .all)
    #expect(nothing == 0)
    #expect(still?.values.allSatisfy { $0 == 0 } == true)
  }

  /// The joins begin with zeros: what the decoder makes of its bottom is what the autoencoder's made.
  @Test func itBeginsAsTheAutoencoder() throws {
    let auto = Autoencoder(Self.base, seed: 3)
    _ = try auto.step(normal([6, 16, 16, 2], seed: 4))
    let model = try SegmentationModel(
      of: auto, classes: ["a", "b", "c"], start: .tuned, tile: [24, 16], seed: 5)
    let own = Dictionary(
      uniqueKeysWithValues: NetworkContent(of: model).tensors.map { ($0.name, $0.values) })
    let learned = Dictionary(
      uniqueKeysWithValues: NetworkContent(of: auto).tensors.map { ($0.name, $0.values) })
    #expect(own["encoder.3.weights"] == learned["encoder.3.weights"])
    #expect(own["encoder.7.variance"] == learned["encoder.7.variance"])
    #expect(own["decoder.3.weights"] == learned["decoder.4.weights"])
    #expect(own["decoder.4.scale"] == learned["decoder.5.scale"])
    let (joined, alone) = (own["decoder.7.weights"], learned["decoder.7.weights"])
    #expect(joined?.shape == [3, 3, 32, 128] && alone?.shape == [3, 3, 32, 64])
    for (row, values) in zip(0..., stride(from: 0, to: joined?.count ?? 0, by: 128)) {
      let slice = joined.map { Array($0.values[values..<values + 128]) } ?? []
      #expect(Array(slice[..<64]) == alone.map { Array($0.values[row * 64..<row * 64 + 64]) })
      #expect(slice[64...].allSatisfy { $0 == 0 })
    }
    #expect(model.sizeMultiple == 8)
    #expect(
      model.architecture.table.first { $0.name == "decoder.6" }?.layer == "concatenate encoder.5")
  }

  /// Gradients over the whole network against slopes of its loss in training mode.
  @Test(arguments: SegmentationModel.Start.allCases)
  func gradientIsTheSlope(start: SegmentationModel.Start) throws {
    let auto = Autoencoder(.mnist(code: 4, size: 8, channels: 2), seed: 3)
    let model = try SegmentationModel(
      of: auto, classes: ["a", "b", "c"], start: start, tile: [8, 12],
      loss: PixelLoss(dice: 1, weights: [1, 2, 3]), seed: 5)
    let batch = normal([3, 8, 12, 2], seed: 6)
    let labels = Self.labels(3, 8, 12)
    _ = try model.step(batch, target: labels)
    let gradients = model.parameters.map(\.gradient)
    #expect(model.parameters.contains { $0.name.hasPrefix("encoder.") } == (start != .frozen))
    // ReLUs have corners: what two step lengths do not agree on is no slope.
    var (checked, wrong) = (0, 0)
    for (parameter, gradient) in zip(model.parameters, gradients) {
      let kept = parameter.values
      for index in stride(from: 0, to: kept.count, by: max(1, kept.count / 3)) {
        func slope(_ change: Float) throws -> Double {
          defer { parameter.values = kept }
          parameter.values.withUnsafeMutableValues { $0[index] += change }
          let high = try model.step(batch, target: labels)
          parameter.values.withUnsafeMutableValues { $0[index] -= 2 * change }
          return (high - (try model.step(batch, target: labels))) / Double(2 * change)
        }
        let (one, two) = (try slope(4e-3), try slope(2e-3))
        guard abs(one - two) < 1e-3 + 0.02 * abs(one) else { continue }
        checked += 1
        if abs(two - Double(gradient.values[index])) > 2e-3 + 0.05 * abs(two) { wrong += 1 }
      }
    }
    #expect(checked > 30)
    #expect(wrong == 0, "\(wrong) of \(checked)")
  }

  @Test func threadsChangeNoBit() throws {
    let runs = try [1, 2, 3].map { threads in
      let workers = Workers(threads: threads)
      let model = try SegmentationModel(
        of: Autoencoder(Self.base, seed: 3), classes: ["a", "b", "c"], start: .tuned,
        tile: [16, 16], seed: 5, workers: workers)
      let training = try Self.training(model, epochs: 2)
      _ = try training.run()
      return NetworkContent(of: model).tensors
    }
    #expect(runs[0] == runs[1] && runs[0] == runs[2])
  }

  /// Stopped, stored and resumed is the same bits; so is what a file gives back, at any size.
  @Test(arguments: SegmentationModel.Start.allCases)
  func resumingAndReadingChangeNoBit(start: SegmentationModel.Start) throws {
    let folder = try TemporaryFolder()
    let checkpoint = folder.file("stopped.safetensors"), path = folder.file("seg.safetensors")
    func make() throws -> SegmentationModel {
      try SegmentationModel(
        of: Autoencoder(Self.base, seed: 3), classes: ["a", "b", "c"], start: start,
        tile: [16, 16], seed: 5)
    }
    let whole = try make()
    _ = try Self.training(whole, epochs: 3).run()
    let stopped = try make()
    var steps = 0
    _ = try Self.training(stopped, epochs: 3).run(
      onStep: { _ in steps += 1 }, shouldStop: { steps == 3 }, checkpoint: checkpoint)
    let (training, model) = try Checkpoint(reading: checkpoint).resumeSegmentation(
      on: Self.dataset, labels: try Self.maps())
    _ = try training.run()
    #expect(NetworkContent(of: model) == NetworkContent(of: whole))
    let metadata = try ModelFile.write(model, metadata: training.metadata, to: path)
    let (read, about) = try ModelFile.readSegmentation(path)
    #expect(about.fingerprint == metadata.fingerprint && read.classes == ["a", "b", "c"])
    let images = normal([2, 24, 32, 2], seed: 9)
    #expect(try read.probabilities(of: images) == model.probabilities(of: images))
    let sum = try read.probabilities(of: images).values.reduce(0, +)
    #expect(abs(sum - 2 * 24 * 32) < 0.1)
  }

  /// Nothing of the start shows in the layers but that the encoder is frozen.
  @Test func anotherBeginningIsNotGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("stopped.safetensors")
    func make(
      _ start: SegmentationModel.Start = .tuned, of base: UInt64 = 3, pace: Float = 0.1,
      seed: UInt64 = 5
    ) throws -> SegmentationModel {
      try SegmentationModel(
        of: Autoencoder(Self.base, seed: base), classes: ["a", "b", "c"], start: start,
        tile: [16, 16], pace: pace, seed: seed)
    }
    func refusal(_ model: SegmentationModel) throws -> String? {
      let stored = try Checkpoint(reading: path)
      do { try stored.requireSame(model, model.architecture) } catch { return error.description }
      return nil
    }
    var steps = 0
    _ = try Self.training(make(), epochs: 3).run(
      onStep: { _ in steps += 1 }, shouldStop: { steps == 3 }, checkpoint: path)
    #expect(try refusal(make()) == nil)
    #expect(
      try refusal(make(.frozen))
        == "cannot resume from \(path): it is of another network; give the "
        + "same model and options, or start anew")
    let others = try [make(.random), make(of: 4), make(pace: 1), make(seed: 6)]
    for other in others {
      #expect(
        try refusal(other)
          == "cannot resume from \(path): its network began with other weights, or "
          + "learned at another pace; give the same model and options, or start anew")
    }
    // What went on tells of the same beginning.
    let model = try make()
    let training = try Training(
      resuming: Checkpoint(reading: path), model, dataset: Self.dataset, targets: Self.maps())
    _ = try training.run(
      onStep: { _ in steps += 1 }, shouldStop: { steps == 5 }, checkpoint: path)
    #expect(try refusal(make()) == nil && refusal(make(.random)) != nil)
  }

  /// What is one size is another: far from the border a pixel's class does not depend on where the image ends.
  @Test func anySizeIsTheSameNetwork() throws {
    let model = try SegmentationModel(
      of: Autoencoder(Self.base, seed: 3), classes: ["a", "b"], start: .tuned, tile: [16, 16],
      seed: 5)
    let big = normal([1, 160, 160, 2], seed: 6)
    let values = big.values
    let rows = (8..<152).map { y -> [Float] in
      let start = (y * 160 + 8) * 2
      return Array(values[start..<start + 288])
    }
    let small = Tensor(rows.flatMap { $0 }, shape: [1, 144, 144, 2])
    let (a, b) = (try model.logits(of: big), try model.logits(of: small))
    for offset in 70..<75 {
      #expect(abs(a[0, offset + 8, offset + 8, 1] - b[0, offset, offset, 1]) < 1e-5)
    }
  }

  /// It learns what can be learned: bright pixels, and which side of zero the second band lies on.
  @Test func itLearns() throws {
    let model = try SegmentationModel(
      of: Autoencoder(Self.base, seed: 3), classes: ["a", "b", "c"], start: .random,
      tile: [16, 16], seed: 5)
    let images = try Self.dataset.images(Array(0..<8))
    let before = try model.loss(images, target: Self.labels(8, 16, 16, of: images))
    _ = try Self.training(model, epochs: 60, labels: Self.maps(of: images)).run()
    let found = try model.probabilities(of: images)
    let truth = Self.labels(8, 16, 16, of: images).values
    let right = truth.indices.count { pixel in
      let p = Array(found.values[pixel * 3..<pixel * 3 + 3])
      return p.firstIndex(of: p.max() ?? 0) == Int(truth[pixel])
    }
    #expect(try model.loss(images, target: Self.labels(8, 16, 16, of: images)) < before / 3)
    #expect(Double(right) > 0.9 * Double(truth.count), "\(right) of \(truth.count)")
  }

  /// What was taught goes on as it is, by other labels and at another size; from random weights it does not.
  @Test func whatWasTaughtGoesOn() throws {
    let auto = Autoencoder(Self.base, seed: 3)
    let taught = try SegmentationModel(
      of: auto, classes: ["a", "b"], start: .tuned, tile: [16, 16], seed: 5)
    _ = try taught.step(
      normal([4, 16, 16, 2], seed: 6), target: Self.labels(4, 16, 16, classes: 2))
    let own = NetworkContent(of: taught).tensors
    let goesOn = try SegmentationModel(
      of: taught, classes: ["a", "b"], start: .tuned, tile: [24, 16], pace: 0.25, seed: 9)
    #expect(NetworkContent(of: goesOn).tensors == own)
    #expect(goesOn.inputShape == [24, 16, 2])
    #expect(goesOn.parameters.allSatisfy { $0.pace == 0.25 })
    let anew = try SegmentationModel(
      of: taught, classes: ["a", "b"], start: .random, tile: [16, 16], seed: 9)
    #expect(NetworkContent(of: anew).tensors != own)
    #expect(
      throws: NetworkError(
        "the model tells a,b apart, the labels are of a,c: begin with an autoencoder, or give labels of its "
          + "classes")
    ) {
      try SegmentationModel(
        of: taught, classes: ["a", "c"], start: .tuned, tile: [16, 16], seed: 9)
    }
  }

  /// With a quarter of the pace a weight moves a quarter of the way.
  @Test func whatIsPreTrainedLearnsAtItsPace() throws {
    func moved(_ pace: Float) throws -> [Float] {
      let model = try SegmentationModel(
        of: Autoencoder(Self.base, seed: 3), classes: ["a", "b"], start: .tuned, tile: [16, 16],
        pace: pace, seed: 5)
      let new = model.parameters.first { $0.name == "pixels.1.weights" }
      #expect(new?.pace == 1)
      let old = try #require(model.parameters.first { $0.name == "encoder.0.weights" })
      let before = old.values.values
      _ = try model.step(
        normal([4, 16, 16, 2], seed: 6), target: Self.labels(4, 16, 16, classes: 2))
      var rule = GradientDescent()
      rule.update(model.parameters, learningRate: 1)
      return zip(old.values.values, before).map { $0 - $1 }
    }
    let (whole, quarter) = (try moved(1), try moved(0.25))
    #expect(whole.contains { abs($0) > 1e-4 })
    #expect(zip(whole, quarter).allSatisfy { abs($0 / 4 - $1) < 1e-5 })
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let auto = Autoencoder(Self.base, seed: 3)
    #expect(
      throws: NetworkError(
        "tiles of 20×16 pixels do not fit the network: their sides must be multiples of 8")
    ) {
      try SegmentationModel(of: auto, classes: ["a", "b"], start: .tuned, tile: [16, 20], seed: 1)
    }
    #expect(
      throws: NetworkError("1 classes of pixels cannot be told apart: there must be 2 to 255")
    ) {
      try SegmentationModel(of: auto, classes: ["a"], start: .tuned, tile: [16, 16], seed: 1)
    }
    #expect(
      throws: NetworkError(
        "cannot learn from the labels of image 1: pixel x 1, y 0 has the class 3 of 0 to 2 (255 is no label)"
      )
    ) { try LabelledMaps([0, 1, 255, 2, 0, 3, 0, 0], height: 2, width: 2, classes: 3) }
    #expect(throws: NetworkError("the autoencoder's decoder ends in no convolutions")) {
      try SegmentationModel(
        of: Autoencoder(.dense(inputShape: [8, 8, 1], code: 3, loss: .meanSquaredError), seed: 1),
        classes: ["a", "b"], start: .tuned, tile: [16, 16], seed: 1)
    }
  }

  // MARK: Made-up images

  private static let dataset = GivenImages(values: normal([8, 16, 16, 2], seed: 11))

  private static func labels(
    _ images: Int, _ height: Int, _ width: Int, classes: Int = 3
  ) -> Tensor {
    Tensor(
      (0..<images * height * width).map { $0 % 7 == 6 ? 255 : Float($0 % classes) },
      shape: [images, height, width])
  }

  /// 0 where band 0 is below zero, else 1 or 2 by the sign of band 1.
  private static func labels(_ images: Int, _ height: Int, _ width: Int, of tensor: Tensor)
    -> Tensor
  {
    Tensor(
      (0..<images * height * width).map { pixel in
        let (a, b) = (tensor.values[pixel * 2], tensor.values[pixel * 2 + 1])
        return a < 0 ? 0 : b < 0 ? 1 : 2
      }, shape: [images, height, width])
  }

  private static func maps(of images: Tensor? = nil) throws -> LabelledMaps {
    let labels = images.map { Self.labels(8, 16, 16, of: $0) } ?? labels(8, 16, 16)
    return try LabelledMaps(labels.values.map { UInt8($0) }, height: 16, width: 16, classes: 3)
  }

  private static func training(
    _ model: SegmentationModel, epochs: Int, labels: LabelledMaps? = nil
  ) throws -> Training {
    var settings = TrainingSettings()
    (settings.epochs, settings.batchSize, settings.learningRate) = (epochs, 4, 3e-3)
    (settings.validationFraction, settings.augmentation.symmetries) = (0, true)
    return try Training(
      model, dataset: dataset, targets: labels ?? maps(), settings: settings,
      metadata: ModelMetadata(
        architecture: model.architecture, bands: ["g", "r"], stretch: "", seed: 1,
        provenance: Provenance(command: "test")))
  }
}
