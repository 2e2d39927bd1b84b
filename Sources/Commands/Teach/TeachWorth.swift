internal import ArgumentParser
internal import Console
internal import Files
internal import Pipelines
internal import Teaching

/// `galaxy-aep teach worth SCORES --catalog labels.csv`: what it would gain to label a few sources.
struct TeachWorth: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "worth",
    abstract: "Tell what `teach correct` gains by a few labels, and whether it matters which.",
    discussion: """
      Needs many labels to judge by. The labelled sources are halved at random, several times: some labels of one half \
      correct P_STAR, drawn at random or the most uncertain (P_STAR nearest to one half), as `explore` puts them \
      forward; the other half judges, and taught nothing.

      Example: galaxy-aep teach worth scores.fits --catalog labels.csv --labelled 50
      """)

  @OptionGroup var correction: CorrectionOptions

  @Option("How many labels correct.", in: 2...1_000_000)
  var labelled = 50

  @Option("How often the sources are halved.", in: 1...1000)
  var halvings = 20

  @Option(seed: "The seed of the halvings.")
  var seed: UInt64 = 1

  @Option(help: "The file of results; - for standard output.", completion: .of(.learning))
  var out = "worth.json"

  var reads: [Artifact] { correction.reads }
  var writes: [Artifact] { [Artifact(.learning, out)] }

  func run() throws {
    let given = try correction.read()
    let worth = try LabelsWorth(
      of: labelled, halvings: halvings, given.before, measurements: given.measurements,
      lessons: given.lessons, by: given.correction, seed: seed, what: correction.scores)
    let report = WorthReport(worth)
    Terminal.shared.say(
      "\(worth.sources) labelled sources, halved \(halvings == 1 ? "once" : "\(halvings) times"): one half teaches, the other judges"
    )
    for line in report.lines { Terminal.shared.say(line) }
    try report.write(to: out, provenance: Invocation.provenanceByKeyword())
    Terminal.shared.say("written  \(out)")
  }
}
