internal import ArgumentParser
internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Judging
internal import Pipelines
internal import Tables
internal import Tensors

/// `galaxy-aep describe outliers CODES… --truth truth.csv`: whether the loneliest are the strange ones.
struct DescribeOutliers: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "outliers",
    abstract: "Count the strange galaxies among the sources that `outliers` lists first.",
    discussion: """
      The sky must have been simulated with --oddities. For each table: of the first sources that `outliers` would list, \
      how many lie at a strange galaxy, which kinds these are, and how many of the others flags explain. --pixels adds a \
      row for what no network has seen: distances between the images themselves.

      Example: galaxy-aep describe outliers codes.fits components.fits --truth frames/truth.csv
      """)

  @Argument(
    help: "Tables with codes, of `encode`, `cluster` or `classify`.", completion: .of(.codes))
  var codes: [String]

  @Option(
    help: "What is true: truth.csv of `galaxy-aep simulate --oddities`.", completion: .of(.labels))
  var truth: String

  @Option("How many are listed.", in: 1...1_000_000)
  var count = 100

  @Flag(help: "Leave out what flags explain, as `outliers --odd` does.")
  var odd = false

  @Option(
    "Only sources brighter than this magnitude (MAG) are listed. Default: all.", in: -50...50, "mag"
  )
  var brighterThan: Double?

  @Option(
    "How far from the middle of a strange galaxy a source may be found.", in: 0.001...3600,
    "arcseconds")
  var radius = 3.0

  @Option(
    help: "The cutout set of the tables, to compare its pixels, too. Default: none.",
    completion: .of(.cutouts))
  var pixels: String?

  @Option(
    help: "The model through whose stretch --pixels are seen; it does nothing else. Default: none.",
    completion: .of(.model))
  var seenBy: String?

  @Option(help: "The file of results; - for standard output.", completion: .of(.table))
  var out = "outliers.json"

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard (pixels == nil) == (seenBy == nil) else {
      throw ValidationError(
        "--pixels and --seen-by belong together: a set, and a model through whose stretch it is seen."
      )
    }
  }

  var reads: [Artifact] {
    .all(.codes, codes) + [Artifact(.labels, truth)] + .some(.cutouts, pixels)
      + .some(.model, seenBy)
  }
  var writes: [Artifact] { [Artifact(.table, out)] }

  func run() throws {
    var rows: [NamedFinding<FoundOddities>] = []
    var pixelRow: NamedFinding<FoundOddities>?
    for path in codes {
      let table = try SourceTable(reading: path, anyOf: [.codes, .scores], maker: "encode")
      if rows.isEmpty, let pixels, let seenBy {
        pixelRow = try row("pixels", pixelSpace(of: table, in: pixels, seenBy: seenBy), of: table)
      }
      rows.append(
        try row(FileName.stem(of: path), CodeSpace(of: table, workers: work.workers), of: table))
    }
    if let pixelRow { rows.append(pixelRow) }
    for line in Self.lines(rows) { Terminal.shared.say(line) }
    try RepresentationReport(of: "outliers", rows: rows)
      .write(to: out, provenance: Invocation.provenanceByKeyword())
    Terminal.shared.say("written  \(out)")
  }

  private func row(
    _ name: String, _ space: CodeSpace, of table: SourceTable
  ) throws -> NamedFinding<FoundOddities> {
    let loneliness = try space.loneliness(byNeighbour: CodeSpace.usualNeighbour)
    let explained = try table.oddities().map { $0 != .odd }
    let magnitudes = try table.numbers(.magnitude)
    let wanted = loneliness.indices.filter { row in
      (!odd || !explained[row]) && (brighterThan.map { magnitudes[row] < $0 } ?? true)
    }
    return NamedFinding(
      name,
      try FoundOddities(
        loneliness, of: table, wanted: wanted, explained: explained, truth: truth, first: count,
        radius: radius))
  }

  /// The images of a table's sources, as a model sees them, in the table's order.
  private func pixelSpace(
    of table: SourceTable, in set: String, seenBy model: String
  ) throws -> CodeSpace {
    let seen = try SeenImages(model, cutouts: set, band: nil, workers: work.workers)
    let places = seen.set.places
    let order = try table.identities().map { identity in
      guard let place = places[identity] else {
        throw CommandFailure(
          "cannot compare the pixels of \(set): source \(identity.id) of field \(identity.field) of "
            + "\(table.path) is not among them; give the set that was encoded")
      }
      return place
    }
    return try CodeSpace(
      seen.dataset.rows(order, to: "take distances between"), scaling: nil, workers: work.workers)
  }

  private static func lines(_ rows: [NamedFinding<FoundOddities>]) -> [String] {
    guard let first = rows.first?.found else { return [] }
    let head =
      ["among the first \(first.first)", "strange"] + first.kinds.map(\.name) + ["by flags"]
    let all = ["that sources show", "\(first.put)"] + first.kinds.map { "\($0.put)" } + [""]
    let body = rows.map { row in
      [row.name, "\(row.found.found)"] + row.found.kinds.map { "\($0.found)" }
        + ["\(row.found.explained)"]
    }
    return AlignedText.lines(
      [head, all] + body, areNumbers: [false] + head.dropFirst().map { _ in true })
  }
}
