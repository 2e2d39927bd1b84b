internal import ArgumentParser
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Pipelines
internal import Ranks
internal import Tables

/// `galaxy-aep outliers CODES`: the sources that are like no others.
struct Outliers: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the sources whose codes have no near neighbour, the loneliest first.",
    discussion: """
      A source is as lonely as its tenth nearest is far, in whitened code space. What cameras and edges make of a source is \
      told by its flags (cosmic rays, edges, saturation, missing pixels, blends); odd is what nothing explains that is \
      known, and --odd lists only those.

      Example: galaxy-aep outliers codes.fits --odd --cutouts cutouts --figure odd.png
      """)

  @Argument(
    help: "A table with codes, of `encode`, `cluster` or `classify`.", completion: .of(.codes))
  var codes: String

  @Option("How many are listed.", in: 1...1_000_000)
  var count = 100

  @Flag(help: "Leave out what flags explain.")
  var odd = false

  @Option(
    "Only sources brighter than this magnitude (MAG); all are neighbours. Default: all.",
    in: -50...50, "mag")
  var brighterThan: Double?

  @Option(help: "The cutout set of CODES, for --figure. Default: none.", completion: .of(.cutouts))
  var cutouts: String?

  @Option(
    help: "A picture of the first of them, at most 49, .png, .svg or .pdf. Default: none.",
    completion: .of(.figure))
  var figure: String?

  @Option(help: "Their rows of the table; - for standard output.", completion: .of(.codes))
  var out = "outliers.fits"

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard figure == nil || cutouts != nil else {
      throw ValidationError("--figure needs the --cutouts that it shows.")
    }
  }

  var reads: [Artifact] { [Artifact(.codes, codes)] + .some(.cutouts, cutouts) }
  var writes: [Artifact] { [Artifact(.codes, out)] + .some(.figure, figure) }

  /// How many the terminal and the picture show.
  private static let (mostLines, mostTiles) = (10, 49)

  func run() throws {
    var table = try SourceTable(
      reading: codes, anyOf: [.codes, .scores], maker: "encode",
      columns: [.magnitude, .flags, .sharp, .saturated, .code])
    let (oddities, magnitudes) = (try table.oddities(), try table.numbers(.magnitude))
    let wanted = oddities.indices.filter { row in
      (!odd || oddities[row] == .odd) && (brighterThan.map { magnitudes[row] < $0 } ?? true)
    }
    let ranks = Ranks.world
    let space = try CodeSpace(of: table, workers: work.workers, ranks: ranks)
    table.forget(.code)
    let found = try space.loneliest(count, of: wanted, byNeighbour: CodeSpace.usualNeighbour)
    let rows = found.map(\.row)
    guard !rows.isEmpty else {
      throw CommandFailure(
        "none of the \(oddities.count) sources of \(codes) is left to list; leave out --odd or --brighter-than"
      )
    }
    guard ranks.isFirst else { return }
    var chosen = try table.rows(rows, path: out)
    chosen.put(
      SourceColumn.loneliness.column(.float(found.map(\.distance))),
      SourceColumn.oddity.column(.string(rows.map { oddities[$0].rawValue })))
    try chosen.write(named: .codes, provenance: Invocation.provenance())
    for line in try lines(of: chosen) { Terminal.shared.say(line) }
    let counts = Oddity.allCases.compactMap { oddity in
      let number = rows.count { oddities[$0] == oddity }
      return number > 0 ? "\(number) \(oddity.rawValue)" : nil
    }
    Terminal.shared.say(
      "listed   \(rows.count) of \(oddities.count): \(counts.joined(separator: ", "))")
    Terminal.shared.say("written  \(out)")
    if let figure, let cutouts { try draw(chosen, from: cutouts, to: figure) }
  }

  private func lines(of table: SourceTable) throws -> [String] {
    let (ids, fields, oddities) = (
      try table.texts(.id), try table.texts(.field), try table.texts(.oddity)
    )
    let (magnitudes, loneliness) = (try table.numbers(.magnitude), try table.numbers(.loneliness))
    let cells = ids.indices.prefix(Self.mostLines).map { row in
      [
        fields[row], ids[row], String(format: "%.2f", magnitudes[row]),
        String(format: "%.3f", loneliness[row]), oddities[row],
      ]
    }
    return AlignedText.lines(
      [["field", "source", "mag", "loneliness", "known of it"]] + cells,
      areNumbers: [false, false, true, true, false])
  }

  private func draw(_ table: SourceTable, from set: String, to path: String) throws {
    let captions =
      odd
      ? try table.numbers(.loneliness).map { String(format: "loneliness %.1f", $0) }
      : try table.texts(.oddity)
    let sources = try zip(table.identities(), captions).prefix(Self.mostTiles).map {
      SourceMosaic.Source(identity: $0, caption: $1)
    }
    try SourceMosaic(
      title: "The loneliest in code space" + (odd ? " that no flag explains" : ""),
      sources: sources
    ).write(to: path, from: set, of: codes)
  }
}
