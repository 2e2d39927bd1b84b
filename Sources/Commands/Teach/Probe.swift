internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Teaching

/// `galaxy-aep teach probe CODES --labels labels.csv`: what few labels are worth on these codes.
struct Probe: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell how far few labels go: on codes or on raw pixels.",
    discussion: """
      Labels are drawn at random, several times. Pictures of one file are kept for judging. Sources \
      of the sky are cut into 25 blocks, dealt to five parts, and each part is judged by labels of \
      the others. Settings (neighbours, penalty, trees) are settled by cross-validation among the \
      drawn labels alone. Given a cutout set instead of codes, pixels are compared; --components \
      first projects them.

      Example: galaxy-aep teach probe codes.fits --labels digits-labels.csv --labelled 50,200
      """)

  @Argument(help: "A table of codes, or a set of cutouts.", completion: .of(.codes))
  var codes: String

  @OptionGroup var lessons: LessonOptions

  @Option(
    "How many labels are drawn, separated by commas; 0 for all.",
    each: 0...1_000_000_000, such: "numbers such as 50,200,0", judgedBy: .whoUsesIt)
  var labelled = "200"

  @Option(
    "How often they are drawn.",
    in: 1...10_000)
  var draws = 10

  @Option(help: "What the codes are called in the result. Default: the file's name.")
  var name: String?

  @Option(
    help:
      "The file of results; - for standard output. Default: probe.json, in this folder.",
    completion: .of(.learning))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "The same as `teach classify --out`, beside the results. Default: none is written.",
      visibility: .hidden), completion: .of(.scores))
  var scores: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard !counts.isEmpty, !counts.contains(where: { $0 < 0 }) else {
      throw ValidationError("--labelled is \(labelled): give numbers such as 50,200,0")
    }
  }

  /// The numbers asked for; none if one of them is no number.
  private var counts: [Int] {
    let words = labelled.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = words.compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    return numbers.count == words.count ? numbers : []
  }

  var reads: [Artifact] { [Artifact(.codes, codes)] + lessons.artifacts }
  var writes: [Artifact] { .some(.scores, scores) + [Artifact(.learning, resultsPath)] }

  private var resultsPath: String { out ?? FileName.beside(scores ?? "", "probe.json") }

  func run() throws {
    let probed = try lessons.probed(codes, workers: work.workers)
    let probe = try lessons.probe(of: probed, called: codes)
    let title = name ?? FileName.last(of: codes)
    var rows: [ProbeRow] = []
    for count in counts {
      // One of several numbers that are more than there are is no mistake.
      if counts.count > 1, count > probe.available {
        Terminal.shared.note(
          "left out \(count) labels: there are only \(probe.available) to learn from")
        continue
      }
      let row = try probe.row(
        of: lessons.with, labels: count, draws: draws, neighbours: lessons.chosenNeighbours,
        seed: lessons.seed, workers: work.workers)
      Terminal.shared.say(
        "\(title): \(probe.measure) \(share(row.mean)) ± \(share(row.spread)) on \(probe.judged), "
          + "\(lessons.with.rawValue) (\(row.usualChoice)), "
          + "\(counted(row.scores.count, "draw")) of \(row.labels) labels")
      rows.append(row)
    }
    try ProbeReport(name: title, with: lessons.with.rawValue, measure: probe.measure, rows: rows)
      .write(to: resultsPath, provenance: Invocation.provenanceByKeyword())
    if let scores {
      try lessons.classify(probed, with: probe, to: scores, workers: work.workers)
    }
  }
}
