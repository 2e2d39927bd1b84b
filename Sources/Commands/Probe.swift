internal import ArgumentParser
internal import Clusters
internal import Files
internal import Foundation
internal import Surveys
internal import Tensors

/// `galaxy-aep probe CODES --labels labels.csv`: what few labels are worth on these codes.
struct Probe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell how far few labels go: nearest neighbours on codes or on raw pixels.",
    discussion: """
      Labels are drawn at random, several times; images of one file are kept for judging. Given a \
      cutout set instead of codes, pixels are compared; --components first projects them.

      Example: galaxy-aep probe codes.fits --labels digits-labels.csv --labelled 200
      """)

  @Argument(help: "A table of codes, or a set of cutouts.", completion: .file())
  var codes: String

  @Option(help: "The labels: CSV with id and class.", completion: .file(extensions: ["csv"]))
  var labels: String

  @Option(help: "How many labels are drawn; 0 for all.")
  var labelled = 200

  @Option(help: "How often they are drawn.")
  var draws = 10

  @Option(help: "The neighbours that vote.")
  var neighbours = 1

  @Option(help: "The file whose images are judged and never learned from.")
  var judge = "t10k"

  @Option(help: "Project onto this many principal components first, of all images. Default: none.")
  var components: Int?

  @Option(help: "The seed of the first draw; the next ones count up.")
  var seed: UInt64 = 1

  @Option(help: "What the codes are called in the result. Default: the file's name.")
  var name: String?

  @Option(help: "The file of results.")
  var out = "probe.json"

  @OptionGroup var work: WorkOptions

  func run() throws {
    var (matrix, ids, files) = try source()
    if let components {
      matrix = try PCA(components: components).fit(matrix, workers: work.workers)
        .encode(matrix, workers: work.workers)
    }
    let split = try LabelledSplit(
      ids: ids, files: files, labels: try ClassLabels(reading: labels), judged: judge, what: codes)
    let count = labelled == 0 ? split.learning.count : labelled
    let judged = matrix.rows(split.judging)
    let truth = split.judging.compactMap { split.classes[$0] }
    let scores = try (0..<max(1, draws)).map { draw in
      let drawn = try split.draw(count, seed: seed &+ UInt64(draw))
      let classifier = try NeighbourClassifier(
        codes: matrix.rows(drawn), classes: drawn.compactMap { split.classes[$0] },
        neighbours: neighbours, workers: work.workers)
      let found = try classifier.classify(judged, workers: work.workers)
      return Double(zip(found, truth).count { $0 == $1 }) / Double(truth.count)
    }
    let mean = scores.reduce(0, +) / Double(scores.count)
    let spread =
      (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, scores.count - 1)))
      .squareRoot()
    let report = Report(
      name: name ?? URL(fileURLWithPath: codes).lastPathComponent, labels: count,
      neighbours: neighbours, accuracies: scores, mean: mean, spread: spread)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(try encoder.encode(report), to: out)
    Terminal.shared.say(
      "\(report.name): accuracy \(share(mean)) ± \(share(spread)) on \(truth.count) images of "
        + "\(judge), \(neighbours)-NN, \(scores.count) draws of \(count) labels")
  }

  private struct Report: Codable {
    var name: String
    var labels: Int
    var neighbours: Int
    var accuracies: [Double]
    var mean: Double
    var spread: Double
  }

  /// Codes or pixels, `[image, number]`, and what each image is called and from which file.
  private func source() throws -> (matrix: Tensor, ids: [String], files: [String]) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: codes, isDirectory: &isFolder), isFolder.boolValue
    else {
      let table = try SourceTable(reading: codes, named: "CODES", maker: "encode")
      let (width, values) = try table.codes()
      return (
        Tensor(values, shape: [table.table.rowCount, width]), try table.texts("ID"),
        try table.texts("FIELD")
      )
    }
    let set = try CutoutSet(opening: codes)
    let width = set.bands.count * set.size * set.size
    guard set.count * width <= 1 << 30 else {
      throw CommandFailure(
        "cannot probe the pixels of \(codes): \(set.count) images of \(width) values do not fit "
          + "into 4 GiB; encode them")
    }
    let matrix = Tensor(uninitialized: [set.count, width]) { out in
      for index in 0..<set.count {
        let start = index * width
        _ = UnsafeMutableBufferPointer(rebasing: out[start..<start + width])
          .update(fromContentsOf: set.cutout(index))
      }
    }
    return (matrix, set.records.map(\.id), set.records.map(\.field))
  }
}

