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

  @OptionGroup var correction: CorrectionOptions

  @Option(help: "The table of corrected scores; - for standard output.", completion: .of(.scores))
  var out = "corrected.fits"

  var reads: [Artifact] { correction.reads }
  var writes: [Artifact] { [Artifact(.scores, out)] }

  func run() throws {
    let given = try correction.read()
    let before = given.before
    var table = given.table
    let corrected = CorrectedScores(
      before, measurements: given.measurements, lessons: given.lessons, by: given.correction
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
      "corrected \(before.count) by \(counted(given.lessons.rows.count, "label")); \(crossed) are on the other side of one half"
    )
    Terminal.shared.say("written  \(out)")
  }
}
