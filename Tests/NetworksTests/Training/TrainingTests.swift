import Foundation
import Networks
import Synchronization
import Tensors
import Testing

@Suite struct TrainingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func learns() throws {
    let model = LinearNetwork()
    let training = try training(model, few { $0.epochs = 40 })
    #expect(try training.run() == .finished)
    let reports = training.history.reports
    #expect(reports.map(\.epoch) == Array(1...40))
    #expect(reports[39].trainingLoss < 0.1 * reports[0].trainingLoss)
    #expect(reports[39].validationLoss < 0.2 * reports[0].validationLoss)
    #expect(reports.allSatisfy { $0.seconds > 0 && $0.imagesPerSecond > 0 })
    #expect(training.metadata.epochs == 40)
    #expect(training.metadata.validationLoss == reports[39].validationLoss)
  }

  @Test func reportsEveryStepAndEpoch() throws {
    var (steps, epochs) = ([StepReport](), [EpochReport]())
    let training = try training(LinearNetwork(), few { $0.epochs = 2 })
    _ = try training.run(onStep: { steps.append($0) }, onEpoch: { epochs.append($0) })
    #expect(training.stepsPerEpoch == 4)  // 45 images to train on: 12, 12, 12 and 9
    #expect(steps.map(\.step) == [1, 2, 3, 4, 1, 2, 3, 4])
    #expect(steps.map(\.epoch) == [1, 1, 1, 1, 2, 2, 2, 2])
    #expect(steps.allSatisfy { $0.steps == 4 && $0.epochs == 2 && $0.loss > 0 })
    #expect(epochs == training.history.reports)
    let mean = zip(steps.prefix(4), [12, 12, 12, 9]).reduce(0) { $0 + $1.0.loss * $1.1 } / 45
    #expect(abs(epochs[0].trainingLoss - mean) < 1e-12)
  }

  @Test func theSeedDecidesEveryBit() throws {
    func trained(_ seed: UInt64) throws -> (bits: [[UInt32]], reports: [EpochReport]) {
      let model = LinearNetwork()
      let training = try training(model, few { $0.seed = seed })
      _ = try training.run()
      return (model.bits, timeless(training.history))
    }
    let first = try trained(1)
    #expect(try trained(1) == first)
    #expect(try trained(2).bits != first.bits)
  }

  @Test(arguments: LearningRateSchedule.allCases)
  func followsTheSchedule(schedule: LearningRateSchedule) throws {
    let training = try training(
      LinearNetwork(),
      few {
        $0.schedule = schedule; $0.epochs = 2
      })
    _ = try training.run()
    #expect(
      training.history.reports.map(\.learningRate)
        == [3, 7].map { schedule.rate(at: $0, of: 8, peak: 0.05) })
  }

  @Test func averagedWeightsAreValidatedAndKept() throws {
    let model = LinearNetwork()
    let training = try training(model, few { $0.averaging = 0.9 })
    var last: [[UInt32]] = []
    _ = try training.run(onStep: { _ in last = model.bits })
    #expect(model.bits != last)
    let held = try HeldOut(50, fraction: 0.1, seed: 1).validation
    let images = try FewImages().images(held)
    let loss = model.loss(images, target: images, weights: nil)
    #expect(abs(loss - (training.history.reports.last?.validationLoss ?? 0)) < 1e-9)
  }

  @Test(arguments: [3, 4, 5, 13])
  func fewImagesTrainInSmallBatches(count: Int) throws {
    let training = try Training(
      LinearNetwork(), dataset: FewImages(count: count), settings: TrainingSettings(),
      metadata: metadata(), optimiser: Momentum())
    #expect(training.stepsPerEpoch == 1)
    #expect(try training.run() == .finished)
  }

  @Test func aLossThatIsNoNumberStopsBeforeTheUpdate() throws {
    let model = LinearNetwork()
    model.brokenStep = 6
    let training = try training(model, few { _ in })
    var before: [[UInt32]] = []
    let text = message {
      _ = try training.run(onStep: { _ in before = model.bits }, checkpoint: folder.file("c"))
    }
    let batch = Epoch(
      1, of: try HeldOut(50, fraction: 0.1, seed: 1).training, batchSize: 12, seed: 1
    ).batches[1]
    #expect(
      text == "stopped training at epoch 2, step 2 of 4: the loss of the batch of 12 images that "
        + "begins with image-\(batch[0]), image-\(batch[1]), image-\(batch[2]) is not a finite "
        + "number; the weights are still those of the step before: try a lower learning rate or a "
        + "gradient limit")
    #expect(model.bits == before)
    #expect(folder.names == [])
  }

  @Test func anImageThatIsNoNumberIsNamed() throws {
    let image = try HeldOut(50, fraction: 0.1, seed: 1).training[5]
    let training = try Training(
      LinearNetwork(), dataset: FewImages(spoilt: image), settings: TrainingSettings(),
      metadata: metadata(), optimiser: Momentum())
    #expect(
      message { _ = try training.run() }.hasPrefix(
        "cannot train on the image image-\(image): it has pixels that are not finite numbers"))
  }

  @Test func divergingStops() throws {
    let training = try training(
      LinearNetwork(),
      few {
        $0.learningRate = 1e6; $0.epochs = 50
      })
    #expect(message { _ = try training.run() }.contains("is not a finite number"))
  }

  @Test func aGradientLimitHolds() throws {
    let training = try training(
      LinearNetwork(),
      few {
        $0.learningRate = 1; $0.clip = 0.01; $0.epochs = 10
      })
    #expect(try training.run() == .finished)
  }

  @Test func imagesOfAnotherShapeAreRefused() {
    #expect(
      message { _ = try training(LinearNetwork([4, 4, 3]), few { _ in }) }
        == "cannot train on images of shape [4, 4, 2]: the network takes [4, 4, 3] (height, "
        + "width, bands)")
  }

  @Test func settingsWithoutSenseAreRefused() {
    func text(_ change: (inout TrainingSettings) -> Void) -> String {
      message { _ = try training(LinearNetwork(), few(change)) }
    }
    #expect(
      text { $0.epochs = 0 }
        == "cannot train with the epochs 0: it must be at least 1 and at most 1000000")
    #expect(
      text { $0.batchSize = 1 } == "cannot train with the batch size 1: it must be at least 2")
    #expect(
      text { $0.learningRate = .nan }
        == "cannot train with the learning rate nan: it must be a positive number")
    #expect(
      text { $0.validationFraction = 1 }
        == "cannot train with the validation fraction 1.0: it must be at least 0 and less than 1")
    #expect(
      text { $0.clip = -1 }
        == "cannot train with the gradient limit -1.0: it must be a positive number")
    #expect(
      text { $0.averaging = 1 }
        == "cannot train with the averaging 1.0: it must be more than 0 and less than 1")
    #expect(
      text { $0.augmentation.noise = -1 }
        == "cannot train with the input noise -1.0: it must be zero or a positive number")
  }

  /// Reading overlaps with computing: while a step is under way, the next batch is made.
  @Test func readsAhead() throws {
    let dataset = CountingImages()
    let training = try Training(
      LinearNetwork(), dataset: dataset, settings: few { $0.epochs = 3 }, metadata: metadata(),
      optimiser: Momentum())
    var lead = 0
    _ = try training.run(onStep: { report in
      let steps = (report.epoch - 1) * 5 + report.step  // four steps and one validation batch
      for _ in 0..<400 where dataset.batches < min(steps + 2, 15) { wait() }
      lead = max(lead, dataset.batches - steps)
      #expect(dataset.batches - steps <= 4)
    })
    #expect(lead >= 2)
    #expect(dataset.batches == 15)
  }
}

/// Counts the images that were read.
private final class CountingImages: Dataset {
  private let read = Mutex(0)
  private let images = FewImages()
  /// Whole batches: four of twelve images and one of those held out make an epoch.
  var batches: Int {
    let (epochs, rest) = read.withLock { $0.quotientAndRemainder(dividingBy: count) }
    return 5 * epochs + (rest >= 45 ? 4 : rest / 12)
  }
  var count: Int { images.count }
  var imageShape: [Int] { images.imageShape }

  func fill(
    _ batch: UnsafeMutableBufferPointer<Float>, with indices: some Collection<Int>
  ) throws {
    try images.fill(batch, with: indices)
    read.withLock { $0 += indices.count }
  }

  func identifier(of index: Int) -> String { images.identifier(of: index) }
}

func wait() { Thread.sleep(forTimeInterval: 0.005) }

func few(_ change: (inout TrainingSettings) -> Void) -> TrainingSettings {
  var settings = TrainingSettings()
  settings.epochs = 3
  settings.batchSize = 12
  settings.learningRate = 0.05
  change(&settings)
  return settings
}

func training(_ model: LinearNetwork, _ settings: TrainingSettings) throws -> Training {
  try Training(
    model, dataset: FewImages(), settings: settings, metadata: metadata(), optimiser: Momentum())
}

/// Reports without what the clock decides.
func timeless(_ history: TrainingHistory) -> [EpochReport] {
  history.reports.map { report in
    var report = report
    report.seconds = 0
    report.imagesPerSecond = 0
    return report
  }
}
