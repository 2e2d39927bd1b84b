internal import ArgumentParser
internal import Clusters
internal import Files
internal import Foundation

/// `galaxy-aep stability SCORES…`: how much scores depend on seeds and settings.
struct Stability: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell how much scores depend on seeds and settings.",
    discussion: """
      For every table of scores of the same sources: the rank correlation of P_STAR with that of the \
      first, for which no label is needed; and, with --catalog, the AUC. Tables whose names differ in \
      what follows the last hyphen (seed-1.fits, seed-2.fits) form a group, whose mean and standard \
      deviation are told.

      Example: galaxy-aep stability seed-*.fits rate-*.fits --catalog labels.csv
      """)

  @Argument(
    help:
      "Tables of scores, as `galaxy-aep cluster` and `classify` write them; the first is compared with.",
    completion: .file(extensions: ["fits"]))
  var scores: [String]

  @OptionGroup var labels: LabelOptions

  @Option(help: "The file of results, for `plot stability`.")
  var out = "stability.json"

  func run() throws {
    let tables = try scores.map { try SourceTable(reading: $0, named: "SCORES", maker: "cluster") }
    let first = tables[0]
    let reference = try first.numbers("P_STAR")
    var table = StabilityTable(runs: [])
    for scored in tables {
      try scored.requireSources(
        of: first, to: "compare scores", otherwise: "give tables of the same sources")
      var run = StabilityTable.Run(
        name: URL(fileURLWithPath: scored.path).deletingPathExtension().lastPathComponent,
        agreement: RankCorrelation.of(try scored.numbers("P_STAR"), reference))
      if labels.givenCatalog != nil { run.auc = try areas(of: scored) }
      table.runs.append(run)
    }
    let inputs = scores + [labels.givenCatalog].compactMap { $0 }
    table.provenance = Dictionary(
      CommandLineText.provenance(inputs: inputs).entries.map { ($0.keyword.lowercased(), $0.text) }
    ) { "\($0), \($1)" }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(table), to: out)
    for line in table.lines { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)")
  }

  /// The area of every part of the labels.
  private func areas(of table: SourceTable) throws -> [String: Double] {
    let judged = try labels.match(table)
    let scores = filledWithMedian(judged.scores).scores
    let parts = try Selections(judged, in: table).parts.compactMap { part in
      (try? ROCCurve(
        scores: part.labels.map { scores[$0] }, positives: part.labels.map { judged.stars[$0] }))
        .map { (part.name, $0.auc) }
    }
    return Dictionary(uniqueKeysWithValues: parts)
  }
}
