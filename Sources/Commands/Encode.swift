internal import ArgumentParser
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Ingestion
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

      With --from-frames there is no set: a field's cutouts are made as `ingest` makes them, encoded, measured and let go \
      before the next field. The table is the same. Give the options that `ingest` was given; bands and size are the \
      model's. Stopped at any moment and run again, it goes on where it was.

      Example: galaxy-aep encode model.safetensors cutouts --out codes.fits
      Example: galaxy-aep encode model.safetensors --from-frames frames/ --out codes.fits
      """)

  @Argument(help: "A model, as `galaxy-aep pretrain` writes it.", completion: .of(.model))
  var model: String

  @Argument(
    help: "A cutout set, as `galaxy-aep ingest` writes it. Default: none, with --from-frames.",
    completion: .of(.cutouts))
  var cutouts: String?

  @Option(
    parsing: .upToNextOption,
    help:
      "Instead of a cutout set: frames, or folders that hold them, whose cutouts are not kept. Default: none.",
    completion: .file())
  var fromFrames: [String] = []

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

  @Flag(help: "With --from-frames: delete what another run left of its fields.")
  var replace = false

  @OptionGroup(title: "Cutouts of --from-frames, as in ingest") var frames: FrameOptions

  @OptionGroup var work: WorkOptions

  func validate() throws {
    guard fromFrames.isEmpty else {
      guard cutouts == nil else {
        throw ValidationError("Give a cutout set or --from-frames, not both.")
      }
      guard out != ResultFile.output else {
        throw ValidationError(
          "--from-frames keeps the fields that are done beside its table; give --out a file name.")
      }
      guard frames.injection.starsOf == nil || frames.catalog == nil else {
        throw ValidationError(
          "--stars-of puts stars into frames and finds them there; leave --catalog out.")
      }
      return
    }
    guard cutouts != nil else {
      throw ValidationError("Give a cutout set, or frames with --from-frames.")
    }
  }

  var reads: [Artifact] {
    [Artifact(.model, model)] + .some(.cutouts, cutouts) + .all(.frames, fromFrames)
      + frames.artifacts
  }
  var writes: [Artifact] { [Artifact(.codes, out)] }

  func run() throws {
    if fromFrames.isEmpty, let name = replace ? "--replace" : frames.given.first {
      throw CommandFailure(
        "cannot use \(name): it is about cutouts that are still to be made; leave it out, or give frames with --from-frames"
      )
    }
    let (network, metadata) = try ModelFile.read(model, workers: work.workers)
    let stretch = try StretchText.decode(metadata.stretch, of: model)
    func encoded(
      _ set: CutoutSet, isWhole: Bool, ranks: Ranks = .alone
    ) throws -> EncodedSet {
      let dataset = try StretchedCutouts(set, stretch: stretch, workers: work.workers)
      return try EncodedSet(
        of: dataset, by: network, averaged: symmetries, directions: directions, isWhole: isWhole,
        workers: work.workers, ranks: ranks)
    }
    let ranks = Ranks.world
    guard let cutouts else {
      return try encodeFrames(stretch, metadata) { try encoded($0, isWhole: false) }
    }
    let set = try encoded(CutoutSet(opening: cutouts), isWhole: true, ranks: ranks)
    guard ranks.isFirst else { return }
    try write(Table(set.columns), set.bands, metadata)
  }

  private func write(_ table: Table, _ bands: TableBands?, _ metadata: ModelMetadata) throws {
    var header = Header()
    header.set("MODELID", .string(metadata.fingerprint), comment: "fingerprint of the model")
    header.set("MODEL", .string(model), comment: "model file")
    if let cutouts { header.set("CUTOUTS", .string(cutouts), comment: "cutout set") }
    header.set("AVERAGED", .bool(symmetries), comment: "mean over eight symmetries")
    bands?.write(to: &header)
    if directions { header.set("UNITLEN", .bool(true), comment: "codes brought to length 1") }
    try SourceTable(table: table, header: header, path: out).write(
      named: .codes,
      provenance: Invocation.provenance(seed: metadata.seed))
    Terminal.shared.say(
      "codes    \(table.rowCount) × \(metadata.architecture.codeCount) of model \(metadata.fingerprint)"
    )
    Terminal.shared.say("written  \(out)")
  }

  /// One field after another; every process has some. What is made of a field waits in a folder beside the table until all are
  /// done.
  private func encodeFrames(
    _ stretch: Stretch, _ metadata: ModelMetadata, _ encoded: (CutoutSet) throws -> EncodedSet
  ) throws {
    let settings = try frames.settings(
      of: fromFrames, size: stretch.cutoutSize, usual: stretch.bands)
    let folder = out + ".fields"
    var ingestion = try frames.ingestion(settings, out: folder, workers: work.workers)
    ingestion.replacing = replace
    let purpose = "\(metadata.fingerprint) \(symmetries) \(directions)"
    var bar: ProgressBar?
    defer { bar?.finish() }
    let done = try ingestion.pass(
      files: fromFrames, for: purpose, table: TableName.codes.rawValue
    ) { progress in
      if bar == nil { bar = ProgressBar("encode", total: progress.fields, unit: "fields") }
      bar?.update(progress.fieldsDone, detail: "\(progress.counts.kept) sources")
    } warn: { warning in
      bar?.finish()
      Terminal.shared.note("warning: \(warning.text)")
    } look: { set, file in
      try SourceTable(table: Table(encoded(set).columns), path: file).write(
        named: .codes, provenance: Invocation.provenance(seed: metadata.seed))
    }
    bar?.finish()
    guard Ranks.world.isFirst else { return }
    // All but the last line, which names a folder of cutouts.
    for line in done.summary.description.split(separator: "\n").dropLast() {
      Terminal.shared.say(String(line))
    }
    let table = try Table(joining: done.files, named: .codes)
    let bands = TableBands(
      all: settings.bands, reference: settings.reference,
      stack: Seeing.stackBands(of: settings.bands, reference: settings.reference))
    try write(table, bands, metadata)
    try FileManager.default.removeItem(atPath: folder)
  }
}
