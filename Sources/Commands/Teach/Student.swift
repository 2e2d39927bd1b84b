internal import ArgumentParser
internal import Clusters
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Networks
internal import Pipelines
internal import StarGalaxy
internal import Tables
internal import Teaching

/// `galaxy-aep teach student MODEL CUTOUTS SCORES`: a network that learns P_STAR from the pixels.
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

      Example: galaxy-aep teach student model.safetensors cutouts scores.fits --out student.fits
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(help: "The cutout set that the scores are of.", completion: .of(.cutouts))
  var cutouts: String

  @Argument(
    help: "A table of scores, as `galaxy-aep classify` writes it.", completion: .of(.scores))
  var scores: String

  @OptionGroup var labels: LabelOptions

  @Option(
    "Into how many parts of the sky the sources are cut.",
    in: 2...20)
  var folds = 4

  enum Usual: LearningDefaults {
    static let epochs = 6
    static let batchSize = 64
    static let learningRate = 1e-3
    static let weightDecay: Float = 0.05
    static let averaging: Double? = 0.995
  }

  @OptionGroup(title: "Training") var learning: LearningOptions<Usual>

  @Option(
    help: "The table of the student's scores; - for standard output.", completion: .of(.scores))
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
    var table = try SourceTable(reading: scores, named: .scores, maker: "classify")
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
      named: .scores, provenance: Invocation.provenance(seed: learning.seed))
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
    return try PixelStudents(
      from: encoder, about: about, parts: parts, settings: learning.settings, workers: work.workers
    ).probabilities(of: images, towards: targets.stars, known: targets.known) { training, part in
      try training.runWhole(showing: "student \(part + 1)/\(folds)")
    }
  }
}
