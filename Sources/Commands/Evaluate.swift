internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Foundation
internal import Judging
internal import Pipelines
internal import Ranks
internal import Tables

/// `galaxy-aep evaluate SCORES --catalog labels.csv`: how well the scores did, judged by labels.
struct Evaluate: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge the scores against a labelled catalog.",
    discussion: """
      Labels are matched to sources one to one. A label without a source, or a source without a \
      score, gets the median score and is counted. A score is never flipped to the better side. The \
      classical scores are judged on the same sources. What is judged is P_STAR, or P_CLUSTERS where \
      the table has no other.

      Example: galaxy-aep evaluate clusters.fits --catalog labels.csv
      """)

  @Argument(help: "A table of scores, as `galaxy-aep cluster` writes it.", completion: .of(.scores))
  var scores: String

  @OptionGroup var labels: LabelOptions

  @Option(
    name: .customLong("labels"),
    help:
      "For pictures, instead of --catalog: a CSV file with id and class, by which the clusters are judged. Default: none.",
    completion: .of(.labels))
  var classes: String?

  @Option(help: "With --labels: judge only the images of this file, such as t10k. Default: all.")
  var only: String?

  @Option(
    help:
      "A table of codes: also learn from the labels themselves, judged on other blocks of the sky, as a reference for what labels could reach. Default: none.",
    completion: .of(.codes))
  var supervised: String?

  @Option(
    help: ArgumentHelp(
      """
      Another score to judge on the same sources: a table of scores of this program, or a column of \
      another's catalog with positions, SExtractor's say (cat.fits:SPREAD_MODEL). A minus before the \
      column: lower for stars. Repeatable. Default: none.
      """, valueName: "[name=]file[:column]"), completion: .of(.scores))
  var beside: [String] = []

  @Option(
    "The edges of the magnitude bins, separated by commas. Default: as deep as the labels reach, half a magnitude wide at the faint end.",
    each: -50.0...50.0, "mag", such: "ascending magnitudes such as 16,20,22")
  var bins: String?

  @Option(
    "How many times the sources are drawn anew for the 95 % interval.",
    in: 1...1_000_000)
  var resamples = 1000

  @Option(seed: "The seed of the bootstrap.")
  var seed: UInt64 = 1

  @Option(help: "The file of results; - for standard output.", completion: .of(.evaluation))
  var out = "evaluation.json"

  @Flag(help: "Print the results as JSON instead of tables.")
  var json = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if classes == nil { try labels.requireCatalog() }
  }

  var reads: [Artifact] {
    [Artifact(.scores, scores)] + labels.artifacts + .some(.labels, classes)
      + .some(.codes, supervised) + .all(.scores, beside.map(OtherScores.path))
  }

  var writes: [Artifact] { [Artifact(.evaluation, out)] }

  func run() throws {
    let ranks = Ranks.world
    if classes != nil { try ranks.requireOne(for: "pictures") }
    if let classes { return try judgeGroups(by: classes) }
    let table = try SourceTable(
      reading: scores, named: .scores, maker: "cluster", columns: Measurement.judged)
    let others = try beside.map { try OtherScores($0, beside: table, radius: labels.radius) }
    var evaluation = try TableEvaluation(
      of: table, by: labels.matching, beside: others,
      learningFrom: supervised.map {
        try SourceTable(reading: $0, named: .codes, maker: "encode")
      }, edges: bins.map { try MagnitudeBins.edges($0) },
      bootstrap: Bootstrap(resamples: resamples, seed: seed, ranks: ranks), workers: work.workers)
    guard ranks.isFirst else { return }
    evaluation.result.provenance = Invocation.provenanceByKeyword(seed: seed)
    evaluation.result.labelLedger = try LabelLedger(tracing: scores).entries
    for other in others {
      evaluation.result.labelLedger["\(other.name), beside"] = try LabelLedger.summary(
        of: other.path)
    }
    evaluation.result.labelLedger["evaluate"] = "classes of \(labels.catalog), for scoring only"
    if supervised != nil {
      evaluation.result.labelLedger["evaluate --supervised"] =
        "classes, learned from for a reference only"
    }
    let text = try evaluation.result.json()
    try ResultFile.write(text, to: out)
    if json {
      if out != ResultFile.output { Terminal.shared.answer(text) }
      return
    }
    for line in evaluation.lines { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)")
  }
}
