internal import ArgumentParser
internal import Clusters
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Networks
internal import StarGalaxy
internal import Tensors

/// `galaxy-aep student MODEL CUTOUTS SCORES`: a network that learns P_STAR from the pixels.
struct Student: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a network on pixels towards P_STAR, or towards labels as a reference.",
    discussion: """
      The student begins as the model's encoder with a small head and learns the probabilities of the \
      table of scores; no label is read. Sources are judged by students that learned from other \
      blocks of the sky; the mean over the eight symmetries is calibrated as `classify` does. What it \
      learned from stays in the column P_TEACHER.

      With --catalog the targets are classes, and only labelled sources are learned from: a \
      supervised network to hold the label-free score against, as in \
      `galaxy-aep evaluate scores.fits --beside supervised.fits`.

      Example: galaxy-aep student model.safetensors cutouts scores.fits --out student.fits
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .file())
  var model: String

  @Argument(help: "The cutout set that the scores are of.", completion: .directory)
  var cutouts: String

  @Argument(help: "A table of scores, as `galaxy-aep classify` writes it.", completion: .file())
  var scores: String

  @OptionGroup var labels: LabelOptions

  @Option(
    "Into how many parts of the sky the sources are cut.",
    in: 2...20)
  var folds = 4

  @Option(
    "Passes over the sources.",
    in: 1...1_000_000)
  var epochs = 6

  @Option(
    "Cutouts a step.",
    in: 2...1_000_000)
  var batchSize = 64

  @Option(
    "The largest learning rate of the one-cycle schedule.",
    in: 0...1000, excluding: [.lowest])
  var learningRate = 1e-3

  @Option(
    "The share of every weight, times the learning rate, that a step takes away.",
    in: 0...1000)
  var weightDecay: Float = 0.05

  @Option(
    "The decay of the running average of the weights.",
    in: 0...1, excluding: [.lowest, .highest])
  var averaging = 0.995

  @Option(seed: "The seed of every random choice.")
  var seed: UInt64 = 1

  @Option(help: "The table of the student's scores; - for standard output.")
  var out = "student.fits"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] {
    [Artifact(.scores, scores), Artifact(.model, model), Artifact(.cutouts, cutouts)]
      + labels.artifacts
  }

  var writes: [Artifact] { [Artifact(.scores, out)] }

  func run() throws {
    let (encoder, about) = try ModelFile.read(model, workers: work.workers)
    let set = try CutoutSet(opening: cutouts)
    let images = try StretchedCutouts(set, stretch: StretchText.decode(about.stretch, of: model))
    var table = try SourceTable(reading: scores, named: "SCORES", maker: "classify")
    guard try table.texts(.id) == set.records.map(\.id) else {
      throw CommandFailure(
        "cannot learn the scores of \(scores): it holds other sources than \(cutouts); give the set "
          + "that its codes were made from")
    }
    let teacher = try table.score().values
    let targets = try targets(teacher, in: table)
    let found = try judged(encoder, about, images, targets, in: table)
    let compactness = try table.compactness()
    let probabilities =
      labels.givenCatalog == nil
      ? StarCounts(of: compactness).calibrated(probabilities: found, of: compactness) : found
    table.put(
      SourceColumn.pTeacher.column(.double(teacher)),
      SourceColumn.pStar.column(
        .double(probabilities), described: "Probability of being a star by a network on pixels"))
    table.path = out
    try table.write(
      named: "SCORES", provenance: Invocation.provenance(seed: seed))
    Terminal.shared.say("written  \(out)")
  }

  /// What every source is to be learned as, and which are learned from.
  private func targets(
    _ teacher: [Double], in table: SourceTable
  ) throws -> (stars: [Double], known: [Int]) {
    guard labels.givenCatalog != nil else { return (teacher, Array(teacher.indices)) }
    let judged = try labels.match(table)
    var stars = [Double](repeating: 0.5, count: teacher.count)
    for (label, row) in judged.rows.enumerated() {
      if let row { stars[row] = judged.stars[label] ? 1 : 0 }
    }
    return (stars, judged.rows.compactMap { $0 }.sorted())
  }

  /// The probability of being a star of every source, by students that did not learn from it.
  private func judged(
    _ encoder: Autoencoder, _ about: ModelMetadata, _ images: StretchedCutouts,
    _ targets: (stars: [Double], known: [Int]), in table: SourceTable
  ) throws -> [Double] {
    let parts = Folds(
      folds, blocksOf: Array(zip(try table.numbers(.ra), try table.numbers(.dec))))
    let known = Set(targets.known)
    var found = [Double](repeating: 0.5, count: targets.stars.count)
    for part in 0..<folds {
      let (asked, others) = parts.split(part)
      let learned = others.filter(known.contains)
      let student = Classifier(
        encoderOf: encoder, hidden: [16], classes: 2, seed: seed, workers: work.workers)
      try train(
        student, on: SomeImages(base: images, chosen: learned),
        towards: learned.map { targets.stars[$0] }, about, part: part)
      for start in stride(from: 0, to: asked.count, by: 256) {
        let batch = asked[start..<min(start + 256, asked.count)]
        let values = student.probabilitiesAveraged(try images.images(batch)).values
        for (place, source) in batch.enumerated() { found[source] = Double(values[2 * place + 1]) }
      }
    }
    return found
  }

  private func train(
    _ student: Classifier, on images: some Dataset, towards stars: [Double],
    _ about: ModelMetadata, part: Int
  ) throws {
    var settings = TrainingSettings()
    (settings.epochs, settings.batchSize) = (epochs, min(batchSize, max(images.count / 4, 2)))
    (settings.learningRate, settings.schedule) = (learningRate, .oneCycle)
    (settings.rule, settings.weightDecay) = (.adamW, weightDecay)
    (settings.averaging, settings.seed) = (averaging, seed)
    settings.augmentation = Augmentation(symmetries: true, noise: 0.05)
    var metadata = about
    metadata.architecture = student.architecture
    metadata.variant = nil
    let values = stars.flatMap { [Float(1 - $0), Float($0)] }
    let training = try Training(
      student, dataset: images, targets: Targets(Tensor(values, shape: [stars.count, 2])),
      settings: settings, metadata: metadata)
    try training.runWhole(showing: "student \(part + 1)/\(folds)")
  }
}
