internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Labels
internal import Pipelines
internal import Tables
internal import Teaching
internal import Tensors

/// What is taught and what learns it: labels of pictures or of the sky, on codes or on pixels.
struct LessonOptions: ParsableArguments {
  @Option(
    help: "The labels of pictures: CSV with id and class. Default: none.",
    completion: .of(.labels))
  var labels: String?

  @Option(
    help: "The labels of the sky, instead: a catalog with ra, dec and class. Default: none.",
    completion: .of(.labels))
  var catalog: String?

  @Option(
    "The largest separation of a label and its source.",
    in: 0.001...3600, "arcseconds")
  var radius = 1.0

  @Option(
    help:
      "What learns: knn (nearest neighbours), logistic (regression) or xgboost (boosted trees).")
  var with = LabelLearner.knn

  @Option(
    "The neighbours that vote; 0 to choose among 1, 5 and 15 by cross-validation.",
    in: 0...10_000)
  var neighbours = 1

  @Option(help: "The file whose images are judged and never learned from.")
  var judge = "t10k"

  @Option(
    "Project onto this many principal components first, of all images. Default: none.",
    in: 1...65_536)
  var components: Int?

  @Option(seed: "The seed of the first draw; the next ones count up.")
  var seed: UInt64 = 1

  func validate() throws {
    guard (labels == nil) != (catalog == nil) else {
      throw ValidationError("Give either --labels, for pictures, or --catalog, for the sky.")
    }
  }

  var artifacts: [Artifact] { .some(.labels, labels, catalog) }

  /// Nil where they are settled by cross-validation.
  var chosenNeighbours: Int? { neighbours == 0 ? nil : neighbours }

  /// A table of codes or the pixels of a set, projected where that is asked for.
  func probed(_ path: String, workers: Workers) throws -> ProbedCodes {
    var probed = try ProbedCodes(reading: path)
    if let components {
      probed.matrix = try PCA(components: components).fit(probed.matrix, workers: workers)
        .encode(probed.matrix, workers: workers)
    }
    return probed
  }

  func probe(of probed: ProbedCodes, called what: String) throws -> any LabelProbe {
    if let labels {
      return try PictureProbe(
        probed.matrix, ids: probed.ids, files: probed.files, labels: ClassLabels(reading: labels),
        judge: judge, what: what)
    }
    let labelled = try LabelledCatalog(reading: catalog ?? "")
    Terminal.shared.note(labelled.remarks)
    return try SkyProbe(
      probed.matrix, positions: probed.positions, catalog: labelled,
      radius: radius, what: what)
  }

  /// Writes what all labels say of everything.
  func classify(
    _ probed: ProbedCodes, with probe: any LabelProbe, to path: String, workers: Workers
  ) throws {
    let taught = try TaughtClasses(
      of: probed.matrix, lessons: probe.lessons, learner: with, neighbours: chosenNeighbours,
      seed: seed, workers: workers)
    var result = probed.table
    result.table.columns += try taught.columns()
    result.path = path
    try result.write(named: .scores, provenance: Invocation.provenance(seed: seed))
    Terminal.shared.say(
      "classified \(result.table.rowCount), the \(probe.lessons.rows.count) with labels by those of "
        + "other parts")
    Terminal.shared.say("written  \(path)")
  }
}
