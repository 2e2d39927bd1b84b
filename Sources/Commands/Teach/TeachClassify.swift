internal import ArgumentParser
internal import Console
internal import Files
internal import Pipelines

/// `galaxy-aep teach classify CODES --catalog labels.csv`: everything classified by what labels teach.
struct TeachClassify: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Classify everything by what all labels teach.",
    discussion: """
      What has a label itself is classified by the labels of other parts: pictures of other files, other \
      blocks of the sky. `galaxy-aep classify` reads no label and has no option for any.

      Example: galaxy-aep teach classify codes.fits --catalog labels.csv --with xgboost --out scores.fits
      """)

  @Argument(help: "A table of codes, or a set of cutouts.", completion: .of(.codes))
  var codes: String

  @OptionGroup var lessons: LessonOptions

  @Option(
    help:
      "The table of every source's P_STAR, or every picture's class; - for standard output.",
    completion: .of(.scores))
  var out = "scores.fits"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.codes, codes)] + lessons.artifacts }
  var writes: [Artifact] { [Artifact(.scores, out)] }

  func run() throws {
    let probed = try lessons.probed(codes, workers: work.workers)
    let probe = try lessons.probe(of: probed, called: codes)
    let row = try probe.row(
      of: lessons.with, labels: 0, draws: 1, neighbours: lessons.chosenNeighbours,
      seed: lessons.seed, workers: work.workers)
    Terminal.shared.say(
      "\(probe.measure) \(share(row.mean)) on \(probe.judged), \(lessons.with.rawValue) "
        + "(\(row.usualChoice)), \(row.labels) labels")
    try lessons.classify(probed, with: probe, to: out, workers: work.workers)
  }
}
