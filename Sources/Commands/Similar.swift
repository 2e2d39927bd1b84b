internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Tables
internal import Tensors

/// `galaxy-aep similar CODES SOURCE`: what looks most like a source to the network.
struct Similar: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find the sources whose codes are nearest to a source's.",
    discussion: """
      A search through all sources, exact, in whitened code space. The source is named by its ID, by FIELD/ID, or by RA,DEC in \
      degrees (the nearest within an arcminute). With --from it is one of another table of codes by the same model: of \
      another survey's set, or of cutouts of your own (`ingest --ready-made`, then `encode`).

      Example: galaxy-aep similar codes.fits 003918-3-0213-00042 --cutouts cutouts --figure similar.png
      Example: galaxy-aep similar codes.fits 10.684,41.269 --count 50 --out like-it.fits
      """)

  @Argument(
    help: "A table with codes, of `encode`, `cluster` or `classify`: what is searched.",
    completion: .of(.codes))
  var codes: String

  @Argument(help: "The source: its ID, FIELD/ID, or RA,DEC in degrees.")
  var source: String

  @Option(
    help: "Another table with codes of the same model, which holds the source. Default: the same.",
    completion: .of(.codes))
  var from: String?

  @Option("How many are found.", in: 1...10_000)
  var count = 12

  @Option(help: "The cutout set of CODES, for --figure. Default: none.", completion: .of(.cutouts))
  var cutouts: String?

  @Option(help: "A picture of them, .png, .svg or .pdf. Default: none.", completion: .of(.figure))
  var figure: String?

  @Option(
    help: "Their rows of the table, with the distance, as a FITS table. Default: none is written.",
    completion: .of(.codes))
  var out: String?

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard figure == nil || cutouts != nil else {
      throw ValidationError("--figure needs the --cutouts that it shows.")
    }
  }

  var reads: [Artifact] {
    [Artifact(.codes, codes)] + .some(.codes, from) + .some(.cutouts, cutouts)
  }
  var writes: [Artifact] { .some(.codes, out) + .some(.figure, figure) }

  private static let columns: [SourceColumn] = [.id, .field, .ra, .dec, .magnitude, .code]

  func run() throws {
    var table = try SourceTable(
      reading: codes, anyOf: [.codes, .scores], maker: "encode", columns: Self.columns)
    let space = try CodeSpace(of: table, workers: work.workers)
    table.forget(.code)
    var found = try nearest(in: space, of: table)
    (found.rows, found.distances) = (
      Array(found.rows.prefix(count)), Array(found.distances.prefix(count))
    )
    for line in try lines(found, of: table) { Terminal.shared.say(line) }
    if let out {
      var rows = try table.rows(found.rows, path: out)
      rows.put(SourceColumn.codeDistance.column(.float(found.distances)))
      try rows.write(named: .codes, provenance: Invocation.provenance())
      Terminal.shared.say("written  \(out)")
    }
    if let figure, let cutouts { try draw(found, of: table, from: cutouts, to: figure) }
  }

  private func nearest(in space: CodeSpace, of table: SourceTable) throws -> (
    rows: [Int], distances: [Float]
  ) {
    guard let from else {
      let row = try table.row(called: source)
      let found = try space.nearest(to: row, count: count + 1)
      // Of sources with the very same code any may come first.
      let others = found.rows.indices.filter { found.rows[$0] != row }
      return (others.map { found.rows[$0] }, others.map { found.distances[$0] })
    }
    let other = try SourceTable(
      reading: from, anyOf: [.codes, .scores], maker: "encode", columns: Self.columns)
    guard other.header.string("MODELID") == table.header.string("MODELID") else {
      throw CommandFailure(
        "cannot compare the codes of \(from) with those of \(codes): they are of different models; encode both by one"
      )
    }
    let (width, values) = try other.codes()
    let row = try other.row(called: source)
    return try space.nearest(
      toCode: Array(values[row * width..<(row + 1) * width]), count: count)
  }

  private func lines(
    _ found: (rows: [Int], distances: [Float]), of table: SourceTable
  ) throws -> [String] {
    let (ids, fields) = (try table.texts(.id), try table.texts(.field))
    let (ra, dec, magnitudes) = (
      try table.numbers(.ra), try table.numbers(.dec), try table.numbers(.magnitude)
    )
    let cells = zip(found.rows, found.distances).map { row, distance in
      [
        fields[row], ids[row], String(format: "%.5f", ra[row]), String(format: "%+.5f", dec[row]),
        String(format: "%.2f", magnitudes[row]), String(format: "%.3f", distance),
      ]
    }
    return AlignedText.lines(
      [["field", "source", SourceColumn.ra.name, SourceColumn.dec.name, "mag", "distance"]] + cells,
      areNumbers: [false, false, true, true, true, true])
  }

  private func draw(
    _ found: (rows: [Int], distances: [Float]), of table: SourceTable, from set: String,
    to path: String
  ) throws {
    let identities = try table.identities()
    let asked =
      from == nil
      ? [
        SourceMosaic.Source(
          identity: identities[try table.row(called: source)], caption: "asked for", isFramed: true)
      ] : []
    let others = zip(found.rows, found.distances).map {
      SourceMosaic.Source(
        identity: identities[$0], caption: String(format: "distance %.2f", $1))
    }
    try SourceMosaic(title: "Nearest to \(source) in code space", sources: asked + others)
      .write(to: path, from: set, of: codes)
  }
}
