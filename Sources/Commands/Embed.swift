internal import ArgumentParser
internal import Clusters
internal import Console
internal import FITS
internal import Files
internal import Pipelines
internal import Tables
internal import Tensors

/// `galaxy-aep embed CODES`: codes laid out anew so that neighbours stay together.
struct Embed: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lay codes out anew so that neighbours stay together and strangers part (UMAP).",
    discussion: """
      The result is a table of codes that is clustered or probed like any other. All sources given \
      take part, without labels.

      Example: galaxy-aep embed codes.fits --dimensions 10 --out embedded.fits
      """)

  @Argument(help: "A table of codes, as `galaxy-aep encode` writes it.", completion: .of(.codes))
  var codes: String

  @Option(
    "The numbers of a new code.",
    in: 1...4096)
  var dimensions = 10

  @Option(
    "How many neighbours of each source are to stay together.",
    in: 2...10_000)
  var neighbours = 15

  @Option(
    "How often the neighbours are gone through.",
    in: 1...10_000)
  var epochs = 200

  @Option(seed: "The seed of every random choice.")
  var seed: UInt64 = 1

  @Option(help: "The table of new codes; - for standard output.", completion: .of(.codes))
  var out = "embedded.fits"

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.codes, codes)] }
  var writes: [Artifact] { [Artifact(.codes, out)] }

  func run() throws {
    var source = try SourceTable(reading: codes, named: .codes, maker: "encode")
    let (width, values) = try source.codes()
    let places = try NeighbourEmbedding(
      dimensions: dimensions, neighbours: neighbours, epochs: epochs, seed: seed
    ).fit(Tensor(values, shape: [source.table.rowCount, width]), workers: work.workers)
    source.put(
      SourceColumn.code.column(
        .floats(width: dimensions, places.values),
        described: "Place in the embedding of the codes"))
    source.path = out
    try source.write(
      named: .codes, provenance: Invocation.provenance(seed: seed))
    Terminal.shared.say("codes    \(places.shape[0]) × \(width) in \(dimensions) dimensions")
    Terminal.shared.say("written  \(out)")
  }
}
