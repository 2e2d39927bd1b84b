internal import ArgumentParser
internal import Clusters
internal import Files
internal import Foundation
internal import Labels
internal import Teaching

/// `galaxy-aep probe CODES --labels labels.csv`: what few labels are worth on these codes.
struct Probe: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell how far few labels go: on codes or on raw pixels.",
    discussion: """
      Labels are drawn at random, several times. Pictures of one file are kept for judging. Sources \
      of the sky are cut into 25 blocks, dealt to five parts, and each part is judged by labels of \
      the others. Settings (neighbours, penalty, trees) are settled by cross-validation among the \
      drawn labels alone. Given a cutout set instead of codes, pixels are compared; --components \
      first projects them.

      With --scores everything is classified by what all labels teach, what has a label itself by \
      those of the other parts. `galaxy-aep classify codes.fits --with xgboost --catalog labels.csv \
      --out scores.fits` is read as this command with --scores: the classify that reads no label has \
      no option for any.

      Examples: galaxy-aep probe codes.fits --labels digits-labels.csv --labelled 50,200
                galaxy-aep probe codes.fits --catalog labels.csv --with xgboost --scores scores.fits
      """)

  @Argument(help: "A table of codes, or a set of cutouts.", completion: .file())
  var codes: String

  @Option(
    help: "The labels of pictures: CSV with id and class. Default: none.",
    completion: .file(extensions: ["csv"]))
  var labels: String?

  @Option(
    help: "The labels of the sky, instead: a catalog with ra, dec and class. Default: none.",
    completion: .file(extensions: ["csv", "fits", "vot", "xml"]))
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
    "How many labels are drawn, separated by commas; 0 for all.",
    each: 0...1_000_000_000, such: "numbers such as 50,200,0", judgedBy: .whoUsesIt)
  var labelled = "200"

  @Option(
    "How often they are drawn.",
    in: 1...10_000)
  var draws = 10

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

  @Option(help: "What the codes are called in the result. Default: the file's name.")
  var name: String?

  @Option(
    help:
      "The file of results; - for standard output. Default: probe.json, beside the table of --scores if there is one."
  )
  var out: String?

  @Option(
    help: "A table of every source's P_STAR, or every picture's class. Default: none is written.")
  var scores: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard (labels == nil) != (catalog == nil) else {
      throw ValidationError("Give either --labels, for pictures, or --catalog, for the sky.")
    }
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

  var reads: [Artifact] { [Artifact(.codes, codes)] + .some(.labels, labels, catalog) }
  var writes: [Artifact] { .some(.scores, scores) + [Artifact(.learning, resultsPath)] }

  private var resultsPath: String { out ?? FileName.beside(scores ?? "", "probe.json") }

  func run() throws {
    var probed = try ProbedCodes(reading: codes)
    if let components {
      probed.matrix = try PCA(components: components).fit(probed.matrix, workers: work.workers)
        .encode(probed.matrix, workers: work.workers)
    }
    let probe = try probe(of: probed)
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
        of: with, labels: count, draws: draws, neighbours: neighbours == 0 ? nil : neighbours,
        seed: seed, workers: work.workers)
      Terminal.shared.say(
        "\(title): \(probe.measure) \(share(row.mean)) ± \(share(row.spread)) on \(probe.judged), "
          + "\(with.rawValue) (\(row.usualChoice)), "
          + "\(counted(row.scores.count, "draw")) of \(row.labels) labels")
      rows.append(row)
    }
    try ProbeReport(name: title, with: with.rawValue, measure: probe.measure, rows: rows)
      .write(to: resultsPath)
    if let scores { try classify(probed, with: probe, to: scores) }
  }

  /// Writes what all labels say of everything.
  private func classify(_ probed: ProbedCodes, with probe: any LabelProbe, to path: String) throws {
    let taught = try TaughtClasses(
      of: probed.matrix, lessons: probe.lessons, learner: with,
      neighbours: neighbours == 0 ? nil : neighbours, seed: seed, workers: work.workers)
    var result = probed.table
    result.table.columns += try taught.columns()
    result.path = path
    try result.write(
      named: "SCORES",
      provenance: Invocation.provenance(seed: seed))
    Terminal.shared.say(
      "classified \(result.table.rowCount), the \(probe.lessons.rows.count) with labels by those of "
        + "other parts")
    Terminal.shared.say("written  \(path)")
  }

  private func probe(of probed: ProbedCodes) throws -> any LabelProbe {
    if let labels {
      return try PictureProbe(
        probed.matrix, ids: probed.ids, files: probed.files, labels: ClassLabels(reading: labels),
        judge: judge, what: codes)
    }
    let labelled = try LabelledCatalog(reading: catalog ?? "")
    Terminal.shared.note(labelled.remarks)
    return try SkyProbe(
      probed.matrix, positions: probed.positions, catalog: labelled, radius: radius, what: codes)
  }
}
