internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Labels
internal import Tables
internal import Teaching
internal import Tensors

/// A probability that is there, the labels that speak for or against it, and how strong they must be.
struct CorrectionOptions: ParsableArguments {
  @Argument(
    help: "A table of scores, as `galaxy-aep classify` writes it.", completion: .of(.scores))
  var scores: String

  @Option(help: "The labels: a catalog with ra, dec and class.", completion: .of(.labels))
  var catalog: String

  @Option(
    "The largest separation of a label and its source.",
    in: 0.001...3600, "arcseconds")
  var radius = 1.0

  @Option(
    "How strong the evidence must be: the price of a weight.",
    in: 0.001...1e6)
  var penalty = 16.0

  var reads: [Artifact] { [Artifact(.scores, scores), Artifact(.labels, catalog)] }

  /// What a correction begins with.
  struct Case {
    var table: SourceTable
    /// The probability of every source; NaN where it has none.
    let before: [Double]
    /// `[measurement][source]`.
    let measurements: [[Double]]
    let lessons: Lessons
    let correction: ProbabilityCorrection
  }

  func read() throws -> Case {
    let table = try SourceTable(reading: scores, named: .scores, maker: "classify")
    let before = try table.score().values
    let columns =
      [SourceColumn.magnitude] + Measurement.all.filter { $0.sense != 0 }.map(\.column)
    let labelled = try LabelledCatalog(reading: catalog)
    Terminal.shared.note(labelled.remarks)
    let probe = try SkyProbe(
      Tensor(before.map { Float($0) }, shape: [before.count, 1]), positions: try table.positions(),
      catalog: labelled, radius: radius, what: scores)
    return Case(
      table: table, before: before,
      measurements: try columns.filter(table.has).map { try table.numbers($0) },
      lessons: probe.lessons, correction: ProbabilityCorrection(penalty: penalty))
  }
}
