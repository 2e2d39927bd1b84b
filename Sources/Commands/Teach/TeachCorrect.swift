internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Labels
internal import Pipelines
internal import Tables
internal import Teaching
internal import Tensors

/// `galaxy-aep teach correct SCORES --catalog labels.csv`: P_STAR corrected by a few labels.
struct TeachCorrect: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Correct P_STAR by a few labels, such as those given in explore.",
    discussion: """
      Begins with P_STAR and learns, by magnitude and what was measured on the pixels, where labels speak against \
      it; where they do not it stays. What has a label itself is judged by the labels of other blocks of the sky. \
      What was corrected stays in the column P_TEACHER.

      Example: galaxy-aep teach correct scores.fits --catalog labels.csv --out corrected.fits
      """)

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

  @Option(help: "The table of corrected scores; - for standard output.", completion: .of(.scores))
  var out = "corrected.fits"

  var reads: [Artifact] { [Artifact(.scores, scores), Artifact(.labels, catalog)] }
  var writes: [Artifact] { [Artifact(.scores, out)] }

  func run() throws {
    var table = try SourceTable(reading: scores, named: .scores, maker: "classify")
    let before = try table.score().values
    let columns =
      [SourceColumn.magnitude] + Measurement.all.filter { $0.sense != 0 }.map(\.column)
    let measurements = try columns.filter(table.has).map { try table.numbers($0) }
    let labelled = try LabelledCatalog(reading: catalog)
    Terminal.shared.note(labelled.remarks)
    let probe = try SkyProbe(
      Tensor(before.map { Float($0) }, shape: [before.count, 1]), positions: try table.positions(),
      catalog: labelled, radius: radius, what: scores)
    let corrected = CorrectedScores(
      before, measurements: measurements, lessons: probe.lessons,
      by: ProbabilityCorrection(penalty: penalty)
    ).probabilities
    table.put(
      SourceColumn.pTeacher.column(
        .double(before), described: "Probability of being a star before labels corrected it"),
      SourceColumn.pStar.column(
        .double(corrected), described: "Probability of being a star, corrected by labels"))
    table.path = out
    try table.write(named: .scores, provenance: Invocation.provenance())
    let crossed = zip(before, corrected).count { ($0 > 0.5) != ($1 > 0.5) }
    Terminal.shared.say(
      "corrected \(before.count) by \(counted(probe.lessons.rows.count, "label")); \(crossed) are on the other side of one half"
    )
    Terminal.shared.say("written  \(out)")
  }
}
