internal import ArgumentParser
internal import Clusters
internal import Console
internal import Files
internal import Foundation
internal import Judging
internal import Pipelines
internal import Reports
internal import Tables

/// `galaxy-aep compare scores SCORES…`: how much scores depend on seeds and settings.
struct CompareScores: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores",
    abstract: "Tell how much scores depend on seeds and settings.",
    discussion: """
      For every table of scores of the same sources: the rank correlation of P_STAR with that of the \
      first, for which no label is needed; and, with --catalog, the AUC. Tables whose names differ in \
      what follows the last hyphen (seed-1.fits, seed-2.fits) form a group, whose mean and standard \
      deviation are told.

      Example: galaxy-aep compare scores seed-*.fits rate-*.fits --catalog labels.csv
      """)

  @Argument(
    help:
      "Tables of scores, as `galaxy-aep cluster` and `classify` write them; the first is compared with.",
    completion: .of(.scores))
  var scores: [String]

  @OptionGroup var labels: LabelOptions

  @Option(
    help: "The file of results, for `plot stability`; - for standard output.",
    completion: .of(.table))
  var out = "stability.json"

  var reads: [Artifact] { .all(.scores, scores) + labels.artifacts }
  var writes: [Artifact] { [Artifact(.table, out)] }

  func run() throws {
    let tables = try scores.map { try SourceTable(reading: $0, named: .scores, maker: "cluster") }
    let first = tables[0]
    let reference = try first.score().values
    // The sources are the same in every table: matched with labels and parted once.
    let judged = try labels.givenCatalog.map { _ in try labels.match(first) }
    let selections = try judged.map { try Selections($0, in: first) }
    let parts = selections?.parts ?? []
    var table = StabilityTable(runs: [])
    for scored in tables {
      try scored.requireSources(
        of: first, to: "compare scores", otherwise: "give tables of the same sources")
      let values = try scored.score().values
      var run = StabilityTable.Run(
        name: FileName.stem(of: scored.path), agreement: RankCorrelation.of(values, reference))
      if let judged { run.auc = Self.areas(of: judged.column(values), judged, parts) }
      table.runs.append(run)
    }
    table.provenance = Invocation.provenanceByKeyword()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try ResultFile.write(try encoder.encode(table), to: out)
    for line in table.lines(showing: selections?.chief ?? []) { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)")
  }

  /// The area of every part of the labels; parts without stars or galaxies have none.
  private static func areas(
    of values: [Double], _ judged: LabelledScores, _ parts: [(name: String, labels: [Int])]
  ) -> [String: Double] {
    let scores = filledWithMedian(values).scores
    let areas = parts.compactMap { part in
      (try? ROCCurve(
        scores: part.labels.map { scores[$0] }, positives: part.labels.map { judged.stars[$0] }))
        .map { (part.name, $0.auc) }
    }
    return Dictionary(uniqueKeysWithValues: areas)
  }
}
