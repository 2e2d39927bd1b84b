internal import ArgumentParser
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Networks
internal import Pipelines
internal import Ranks
internal import Sources
internal import Tables

/// `galaxy-aep encode MODEL CUTOUTS`: the latent code of every cutout, beside its catalog.
struct Encode: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the latent code of every cutout.",
    discussion: """
      The table also holds what can be measured on the pixels without a label: the classical scores \
      that clusters are ranked by and results are compared with.

      Example: galaxy-aep encode model.safetensors cutouts --out codes.fits
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(help: "A cutout set, as `galaxy-aep ingest` writes it.", completion: .of(.cutouts))
  var cutouts: String

  @Option(help: "The table of codes; - for standard output.", completion: .of(.codes))
  var out = "codes.fits"

  @Flag(
    inversion: .prefixedNo,
    help: "Average each code over the eight turned and mirrored views of its cutout.")
  var symmetries = true

  @Flag(
    help:
      "Bring every code to length 1: for the consistent variant, to which only directions mean anything."
  )
  var directions = false

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [Artifact(.model, model), Artifact(.cutouts, cutouts)] }
  var writes: [Artifact] { [Artifact(.codes, out)] }

  func run() throws {
    let (network, metadata) = try ModelFile.read(model, workers: work.workers)
    let set = try CutoutSet(opening: cutouts)
    let stretch = try StretchText.decode(metadata.stretch, of: model)
    let dataset = try StretchedCutouts(set, stretch: stretch, workers: work.workers)
    let ranks = Ranks.world
    var codes = try EncodedCutouts.codes(
      of: dataset, with: network, averaged: symmetries, ranks: ranks)
    if directions { EncodedCutouts.shorten(&codes, units: metadata.architecture.codeCount) }
    var columns = SourceColumns.identity(of: set.records)
    var bands: TableBands?
    if set.isOfSky {
      columns += SourceColumns.photometry(of: set)
      let scores = try CompactnessScores(
        of: set, knowing: dataset.seeing, workers: work.workers, ranks: ranks)
      bands = TableBands(
        all: set.bands, reference: set.referenceBand,
        stack: Seeing.stackBands(of: set.bands, reference: set.referenceBand))
      columns += Measurement.all.map { $0.column(of: scores) }
      columns.append(SourceColumn.saturated.column(.bool(scores.saturated)))
      columns.append(SourceColumn.sharp.column(.bool(scores.sharp)))
    }
    guard ranks.isFirst else { return }
    columns.append(
      SourceColumn.code.column(.floats(width: metadata.architecture.codeCount, codes)))
    var header = Header()
    header.set("MODELID", .string(metadata.fingerprint), comment: "fingerprint of the model")
    header.set("MODEL", .string(model), comment: "model file")
    header.set("CUTOUTS", .string(cutouts), comment: "cutout set")
    header.set("AVERAGED", .bool(symmetries), comment: "mean over eight symmetries")
    bands?.write(to: &header)
    if directions { header.set("UNITLEN", .bool(true), comment: "codes brought to length 1") }
    try SourceTable(table: Table(columns), header: header, path: out).write(
      named: .codes,
      provenance: Invocation.provenance(seed: metadata.seed))
    Terminal.shared.say(
      "codes    \(set.count) × \(metadata.architecture.codeCount) of model \(metadata.fingerprint)")
    Terminal.shared.say("written  \(out)")
  }
}
