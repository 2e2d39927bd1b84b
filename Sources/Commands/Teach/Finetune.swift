internal import ArgumentParser
internal import Clusters
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Labels
internal import Networks
internal import Pipelines
internal import Tables
internal import Teaching
internal import Tensors

/// `galaxy-aep teach finetune MODEL CUTOUTS --labels labels.csv`: a classifier from a pre-trained encoder.
struct Finetune: DataCommand {
  enum Start: String, CaseIterable, ExpressibleByArgument {
    case frozen, tuned, random
  }

  static let configuration = CommandConfiguration(
    abstract: "Train a classifier with labels, on a pre-trained encoder or from random.",
    discussion: """
      Images of one file are kept for judging and never learned from; of the others a part is \
      labelled, and of that a tenth is held out: the weights of its best epoch are kept.

      Example: galaxy-aep teach finetune model.safetensors digits --labels digits-labels.csv \
      --labelled-fraction 0.1 --from tuned
      """)

  @Argument(help: "The pre-trained model.", completion: .of(.model))
  var model: String

  @Argument(help: "The set of images.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "The labels: CSV with id and class.", completion: .of(.labels))
  var labels: String

  @Option(
    "The share of the images, those for judging left out, whose labels are used.",
    in: 0...1, excluding: [.lowest])
  var labelledFraction = 1.0

  @Option(
    name: .customLong("from"),
    help:
      "frozen (only the new layers learn), tuned (all layers learn) or random (the encoder forgets what it learned)."
  )
  var start = Start.tuned

  @Option(
    "The widths of the layers between code and classes, separated by commas.",
    each: 1...65_536, such: "widths such as 16,16")
  var hidden = "16,16"

  @Option(help: "The file whose images are judged and never learned from.")
  var judge = "t10k"

  enum Usual: LearningDefaults {
    static let epochs = 30
    static let batchSize = 64
    static let learningRate = 2e-3
    static let weightDecay: Float = 1e-2
    static let averaging: Double? = nil
  }

  @OptionGroup(title: "Training") var learning: LearningOptions<Usual>
  @OptionGroup(title: "Training") var variation: DeformationOptions

  @Option(
    "The part of every label that is spread evenly over all classes.",
    in: 0...0.5)
  var labelSmoothing: Float = 0

  @Option(help: "The classifier's file.", completion: .of(.model))
  var out = Self.usualOut

  static let usualOut = "classifier.safetensors"

  @Option(
    help:
      "The confusion matrix as CSV. Default: confusion.csv beside classifier.safetensors, NAME-confusion.csv beside NAME.safetensors.",
    completion: .of(.table))
  var confusion: String?

  @Option(
    help: "Where the result goes as JSON, for `plot learning`. Default: nowhere.",
    completion: .of(.learning))
  var results: String?

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.model, model), Artifact(.cutouts, cutouts), Artifact(.labels, labels)]
  }

  var writes: [Artifact] {
    [Artifact(.model, out), Artifact(.table, confusionPath)] + .some(.learning, results)
  }

  private var confusionPath: String {
    confusion ?? FileName.companion("confusion.csv", of: out, usually: Self.usualOut)
  }

  func run() throws {
    let (encoder, about) = try ModelFile.read(model, workers: work.workers)
    let set = try CutoutSet(opening: cutouts)
    let dataset = try StretchedCutouts(set, stretch: StretchText.decode(about.stretch, of: model))
    let split = try LabelledSplit(
      ids: set.records.map(\.id), files: set.records.map(\.field),
      labels: try ClassLabels(reading: labels), judged: judge, what: cutouts)
    let count = Int(bounded: (labelledFraction * Double(split.learning.count)).rounded())
    let drawn = try split.draw(count, seed: learning.seed)
    let classifier = try classifier(on: encoder, classes: split.names.count)
    try train(classifier, on: SomeImages(base: dataset, chosen: drawn), split, drawn, about)
    let result = try judged(classifier, on: dataset, split)
    let path = confusionPath
    try AtomicFile.write(result.csv, to: path)
    if let results {
      try LearningResult(
        start: start.rawValue, labels: count, classes: split.names.count,
        judged: result.total, accuracy: result.accuracy, macroF1: result.macro.f1
      ).write(to: results, provenance: Invocation.provenanceByKeyword())
    }
    for line in ClassReport.lines(of: result) { Terminal.shared.say(line) }
    let weights = classifier.parameters.reduce(0) { $0 + $1.values.count }
    Terminal.shared.say(
      "labels   \(count) of \(split.learning.count), \(start.rawValue), \(weights) trained weights; "
        + "accuracy \(String(format: "%.4f", result.accuracy)) on \(result.total) images of \(judge)"
    )
    Terminal.shared.say("written  \(out) and \(path)")
  }

  private func classifier(on encoder: Autoencoder, classes: Int) throws -> Classifier {
    let widths = hidden.split(separator: ",").compactMap { Int($0) }
    guard widths.count == hidden.split(separator: ",").count,
      widths.allSatisfy({ (1...65_536).contains($0) })
    else {
      throw CommandFailure("cannot use --hidden \(hidden): give widths such as 16,16")
    }
    switch start {
    case .frozen, .tuned:
      return Classifier(
        encoderOf: encoder, hidden: widths, classes: classes, isEncoderFrozen: start == .frozen,
        seed: learning.seed, workers: work.workers)
    case .random:
      return Classifier(
        .classifier(
          inputShape: encoder.architecture.inputShape, encoder: encoder.architecture.encoder,
          hidden: widths, classes: classes), seed: learning.seed, workers: work.workers)
    }
  }

  private func train(
    _ classifier: Classifier, on images: some Dataset, _ split: LabelledSplit, _ drawn: [Int],
    _ about: ModelMetadata
  ) throws {
    var settings = learning.settings
    settings.keepBest = true
    settings.augmentation.deformation = variation.deformation
    var metadata = about
    metadata.architecture = classifier.architecture
    metadata.variant = nil
    metadata.provenance = Invocation.provenance(seed: learning.seed)
    let training = try Training(
      classifier, dataset: images,
      targets: Targets(
        classes: drawn.map { split.classes[$0] }, of: split.names.count, smoothing: labelSmoothing),
      settings: settings, metadata: metadata)
    try training.runWhole(showing: "finetune")
    try ModelFile.write(classifier, metadata: training.metadata, to: out)
  }

  private func judged(
    _ classifier: Classifier, on dataset: some Dataset, _ split: LabelledSplit
  ) throws -> Confusion {
    var found: [Int] = []
    try dataset.forEachBatch(of: split.judging) { _, images in
      found += classifier.logits(images).largestColumns()
    }
    return try Confusion(
      truth: split.judging.compactMap { split.classes[$0] }, predicted: found, names: split.names)
  }
}
