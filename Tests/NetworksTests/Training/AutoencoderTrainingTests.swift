import Foundation
import Networks
import Tensors
import Testing

/// The real network in the loop: small, with everything that has a state of its own.
@Suite struct AutoencoderTrainingTests {
  private let folder: TemporaryFolder
  private let images = FewImages(count: 40, imageShape: [8, 8, 2])

  init() throws { folder = try TemporaryFolder() }

  private static let architecture = Architecture(
    inputShape: [8, 8, 2],
    encoder: [
      .convolution(channels: 6, kernel: 3, stride: 2), .batchNormalisation, .relu,
      .dropout(rate: 0.2), .dense(units: 5), .batchNormalisation,
    ],
    decoder: [
      .dense(units: 96), .batchNormalisation, .relu, .reshape([4, 4, 6]),
      .transposedConvolution(channels: 2, kernel: 3, stride: 2),
    ])

  private static func settings(
    _ rule: UpdateRule, _ change: (inout TrainingSettings) -> Void = { _ in }
  ) -> TrainingSettings {
    few {
      $0.batchSize = 10
      $0.learningRate = 0.01
      $0.rule = rule
      change(&$0)
    }
  }

  @Test(arguments: UpdateRule.allCases)
  func learns(rule: UpdateRule) throws {
    let (training, _) = try begun(Self.settings(rule) { $0.epochs = 15 })
    _ = try training.run()
    let reports = training.history.reports
    #expect(reports[14].trainingLoss < (rule == .sgd ? 0.95 : 0.7) * reports[0].trainingLoss)
    #expect(reports[14].validationLoss < reports[0].validationLoss)
  }

  @Test func anyNumberOfThreadsGivesTheSameBits() throws {
    let settings = Self.settings(.adam)
    let runs = try (1...3).map { threads in
      let (training, model) = try begun(settings, Workers(threads: threads))
      _ = try training.run()
      return (bits(model), timeless(training.history))
    }
    #expect(runs.allSatisfy { $0.0 == runs[0].0 && $0.1 == runs[0].1 })
  }

  @Test(arguments: [
    settings(.adam), settings(.sgd),
    settings(.adamW) {
      $0.averaging = 0.9
      $0.schedule = .oneCycle
      $0.clip = 0.1
      $0.augmentation = Augmentation(symmetries: true, noise: 0.1)
    },
    settings(.adam) { $0.precision = .bfloat16 },
  ])
  func resumingIsAsIfItHadNeverStopped(settings: TrainingSettings) throws {
    let (whole, straight) = try begun(settings)
    _ = try whole.run()
    for stop in 0..<12 {
      let path = folder.file("stop.safetensors")
      var steps = 0
      let outcome = try begun(settings).training.run(
        onStep: { _ in steps += 1 }, shouldStop: { steps == stop }, checkpoint: path)
      #expect(outcome == .interrupted(checkpoint: path))
      let (rest, model) = try Checkpoint(reading: path).resume(
        on: images, workers: Workers(threads: 1 + stop % 3))
      #expect(try rest.run() == .finished)
      let same = (bits(model) == bits(straight), timeless(rest.history) == timeless(whole.history))
      #expect(same == (true, true), "weights, reports; stopped at step \(stop)")
    }
  }

  @Test func aModelKnowsThePrecisionOfItsTraining() throws {
    let path = folder.file("model.safetensors")
    for precision in Autoencoder.Precision.allCases {
      let (training, model) = try begun(Self.settings(.adam) { $0.precision = precision })
      _ = try training.run()
      try ModelFile.write(model, metadata: training.metadata, to: path)
      let written = try ModelFile.metadata(of: path)
      #expect(written.precision == (precision == .bfloat16 ? .bfloat16 : nil))
      let text = try SafetensorsFile(reading: path).metadata["precision"]
      #expect(text == written.precision?.rawValue)
    }
  }

  @Test func anotherPrecisionIsRefused() throws {
    let path = folder.file("stop.safetensors")
    let settings = Self.settings(.adam) { $0.precision = .bfloat16 }
    _ = try begun(settings).training.run(shouldStop: { true }, checkpoint: path)
    let checkpoint = try Checkpoint(reading: path)
    try checkpoint.requireSame(settings)
    #expect(
      message { try checkpoint.requireSame(Self.settings(.adam)) }
        == "cannot resume from \(path) with the precision float32: it was begun with bfloat16; give "
        + "the same or start anew")
  }

  @Test func aModelReadBackGivesTheSameCodes() throws {
    let (training, model) = try begun(Self.settings(.adam))
    _ = try training.run()
    let path = folder.file("model.safetensors")
    let written = try ModelFile.write(model, metadata: training.metadata, to: path)
    let read = try ModelFile.read(path)
    let batch = try images.images(0..<7)
    #expect(read.model.encode(batch) == model.encode(batch))
    #expect(read.model.reconstruct(batch) == model.reconstruct(batch))
    #expect(read.metadata == written && written.epochs == 3)
  }

  @Test func imagesThatOverflowLeaveTheWeightsUnharmed() throws {
    let (training, model) = try begun(Self.settings(.sgd) { $0.learningRate = 1e12 })
    var last = bits(model)
    let text = message { _ = try training.run(onStep: { _ in last = bits(model) }) }
    #expect(text.hasPrefix("stopped training "))
    #expect(bits(model) == last)
  }

  @Test(arguments: [
    (
      Layer.convolution(channels: 1 << 17),
      "its architecture does not fit its weights; it needs more than"
    ),
    (.dense(units: .max), "its architecture is impossible; a layer is larger than any network"),
    (.reshape([.max, .max, 2]), "its architecture is impossible; a layer is larger than any"),
    (.transposedConvolution(channels: 1 << 20), "its architecture is impossible; images of [8, 8"),
    (.reshape([3, 5]), "its architecture is impossible; layer encoder.0: cannot see [8, 8, 2] as"),
    (.convolution(channels: -1), "its architecture is impossible; layer encoder.0: a convolution"),
  ])
  func anArchitectureThatLiesIsRefused(layer: Layer, reason: String) throws {
    let path = folder.file("model.safetensors")
    var metadata = Self.metadata
    metadata.architecture.encoder.insert(layer, at: 0)
    try ModelFile.write(
      Autoencoder(Self.architecture, seed: 1), metadata: metadata, to: path)
    let text = message { _ = try ModelFile.read(path) }
    #expect(text.hasPrefix("cannot read \(path): \(reason)"), "\(text)")
  }

  /// Headers with other digits or letters in them are read or refused, and nothing else.
  @Test func damagedModelsNeverCrash() throws {
    let path = folder.file("model.safetensors")
    let model = Autoencoder(Self.architecture, seed: 1)
    try ModelFile.write(model, metadata: Self.metadata, to: path)
    let good = try Data(contentsOf: URL(fileURLWithPath: path))
    let header = 8..<8 + Int(good[0]) + Int(good[1]) << 8
    let digits = header.filter { good[$0] >= 48 && good[$0] < 58 }
    var numbers = RandomNumbers(seed: 21)
    var refused = 0
    for round in 0..<300 {
      var bad = good
      if round % 3 == 0 {
        let place = header.lowerBound + numbers.integer(below: header.count)
        bad[place] = UInt8(32 + numbers.integer(below: 95))
      } else {
        for _ in 0...numbers.integer(below: 2) {
          bad[digits[numbers.integer(below: digits.count)]] = UInt8(48 + numbers.integer(below: 10))
        }
      }
      let damaged = try folder.write(bad, "damaged.safetensors")
      do {
        _ = try ModelFile.read(damaged, workers: Workers(threads: 1))
      } catch let error as NetworkError {
        refused += 1
        #expect(error.description.hasPrefix("cannot read \(damaged): "))
      }
    }
    #expect(refused > 150)
  }

  private static var metadata: ModelMetadata {
    var metadata = NetworksTests.metadata()
    metadata.architecture = architecture
    return metadata
  }

  private func begun(
    _ settings: TrainingSettings, _ workers: Workers = .all
  ) throws -> (training: Training, model: Autoencoder) {
    let model = Autoencoder(
      Self.architecture, seed: settings.seed, workers: workers, precision: settings.precision)
    let training = try Training(
      model, dataset: images, settings: settings, metadata: Self.metadata)
    return (training, model)
  }

  /// Everything learned, for comparison bit by bit.
  private func bits(_ model: Autoencoder) -> [[UInt32]] {
    (model.parameters.map(\.values) + model.state.map(\.values)).map {
      $0.values.map(\.bitPattern)
    }
  }
}
