internal import ArgumentParser
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Foundation
internal import Networks
internal import Pipelines
internal import Segments
internal import Tables

/// `galaxy-aep export FILE --out FILE`: what we made, in the files that other programs open.
struct Export: DataCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv, votable, ds9, onnx, safetensors

    /// What a name's ending asks for.
    init?(name: String) {
      switch FileName.ending(of: name) {
      case "csv": self = .csv
      case "vot", "xml", "votable": self = .votable
      case "reg": self = .ds9
      case "onnx": self = .onnx
      case "safetensors": self = .safetensors
      default: return nil
      }
    }
  }

  static let configuration = CommandConfiguration(
    abstract: "Write scores, codes, cutouts or a model as CSV, VOTable, DS9 regions, FITS or ONNX.",
    discussion: """
      Tables become .csv, .vot or, where they have positions, .reg; a model becomes .onnx; cutouts become \
      FITS files that DS9 and Aladin place on the sky; a map of `segment` becomes the outlines of its \
      sources (.reg).

      The graph of a model of `--stretch peak`, `asinh` or `linear` takes pixels in survey units, with \
      stretch and normalisation inside. That of a model of the default stretch, `matched`, takes \
      images that are stretched already, because that stretch needs the point spread of every field: \
      `--cutouts` writes such images (.safetensors). The file's metadata says which (`input`). That of a \
      model of `teach segmentation` takes pieces of frames of any size and gives the probabilities of the classes.

      Example: galaxy-aep export clusters.fits --out scores.csv
      Regions are yellow for stars and cyan for galaxies; these and the fields are groups of regions in DS9.

      Example: galaxy-aep export clusters.fits --out stars.reg --brighter-than 21
      Example: galaxy-aep export scores.fits --out one.reg --field 003918-3-0213
      Example: galaxy-aep export cutouts --fits 003918-3-0213-00042 --out source.fits
      Example: galaxy-aep export model.safetensors --out encoder.onnx
      Example: galaxy-aep export segmentation.safetensors --out segmentation.onnx
      Example: galaxy-aep export model.safetensors --cutouts cutouts --out images.safetensors
      """)

  @Argument(
    help: "A table of codes or scores, a model, or a cutout set.", completion: .of(.file))
  var file: String

  @Option(
    help: "The file to write; its ending tells the format. - for standard output, with --format.",
    completion: .of(.file))
  var out: String

  @Option(
    help: "The format: csv, votable, ds9, onnx or safetensors. Default: as the name of --out ends.")
  var format: Format?

  @Option(help: "The table's name. Default: SCORES, CODES or CATALOG, else the first there is.")
  var table: String?

  @Option(
    "Only sources brighter than this magnitude (MAG). Default: all.",
    in: -50...50, "mag")
  var brighterThan: Double?

  @Option(help: "Only sources of this field (FIELD). Repeatable. Default: all.")
  var field: [String] = []

  @Flag(
    inversion: .prefixedNo,
    help: "A model: average each code over the eight turned and mirrored views, as encode does.")
  var symmetries = true

  @Option(
    help:
      "A cutout set to write as the model's network reads it, with --out images.safetensors. Default: none.",
    completion: .directory)
  var cutouts: String?

  @Option(
    "How many of the --cutouts are written, from the first on. Default: all.",
    in: 1...1_000_000_000)
  var count: Int?

  @Option(
    parsing: .upToNextOption,
    help:
      "A cutout set: the IDs (or FIELD/ID) of sources to write as FITS files of their own, one image a band with its world coordinates; repeatable. Default: none. --out is their folder, or for a single one a name that ends in .fits."
  )
  var fits: [String] = []

  func validate() throws {
    guard fits.isEmpty else {
      guard format == nil, cutouts == nil, table == nil, brighterThan == nil, field.isEmpty else {
        throw ValidationError(
          "--fits writes cutouts as they are; leave --format, --cutouts, --table, --brighter-than and --field out."
        )
      }
      return
    }
    let writesImages = (format ?? Format(name: out)) == .safetensors
    guard writesImages == (cutouts != nil) else {
      throw ValidationError(
        writesImages
          ? "An --out of .safetensors needs the --cutouts that are written as a network reads them."
          : "--cutouts needs an --out of .safetensors.")
    }
  }

  var reads: [Artifact] {
    [Artifact(fits.isEmpty ? .file : .cutouts, file)] + .some(.cutouts, cutouts)
  }

  var writes: [Artifact] {
    fits.isEmpty ? [Artifact(.file, out)] : fitsFiles.map { Artifact(.file, $0.path) }
  }

  /// Which source goes to which file.
  private var fitsFiles: [(id: String, path: String)] {
    if fits.count == 1, out.lowercased().hasSuffix(".fits") { return [(fits[0], out)] }
    return fits.map { ($0, FileName.path(of: CutoutFile.fileName(of: $0), in: out)) }
  }

  func run() throws {
    guard fits.isEmpty else { return try exportCutouts() }
    guard let format = format ?? Format(name: out) else {
      throw CommandFailure(
        "cannot tell the format of \(out): its name should end in .csv, .vot, .reg, .onnx or "
          + ".safetensors, or --format should tell it")
    }
    let provenance = Invocation.provenance()
    if format == .onnx {
      let model = try ONNXModel(reading: file, averaged: symmetries)
      try ResultFile.write(try model.bytes(provenance: provenance), to: out)
      Terminal.shared.say("takes    \(model.takes)")
      Terminal.shared.say("gives    \(model.gives)")
    } else if let cutouts {
      let input = try NetworkInput(of: file, cutouts: cutouts, count: count)
      let provenance = Invocation.provenance()
      try ResultFile.write(to: out) { try input.write(to: $0, provenance: provenance) }
      Terminal.shared.say("images   \(input.shape) [image, channel, y, x]")
      if input.leftOut > 0 {
        Terminal.shared.say("left out \(input.leftOut); without --count all are written")
      }
    } else if format == .ds9, table == nil, brighterThan == nil, try isMap() {
      let map = try StoredMap(reading: file, "cannot export \(file)")
      try ResultFile.write(try ContourText.document(map, provenance: provenance), to: out)
      Terminal.shared.say("outlines \(map.sources.count) sources of field \(map.id)")
    } else {
      let (name, table) = try chosenTable()
      switch format {
      case .votable:
        try VOTableText.text(table, name: name, provenance: provenance).write(to: out)
      case .ds9:
        try ResultFile.write(
          try RegionText.document(table, of: file, provenance: provenance), to: out)
      default: try CSVText.text(table).write(to: out)
      }
      Terminal.shared.say("rows     \(table.rowCount) of \(name)")
    }
    Terminal.shared.say("written  \(out)")
  }

  /// Whether the file is a map of a field's pixels, as `segment` writes it.
  private func isMap() throws -> Bool {
    let fits = try FITSFile(reading: file)
    return (try? fits.unit(named: SegmentedField.Unit.segments)) != nil
  }

  private func exportCutouts() throws {
    let set = try CutoutSet(opening: file)
    // All are found before the first is written.
    let files = try fitsFiles.map { (file: try CutoutFile(of: $0.id, in: set), path: $0.path) }
    let provenance = Invocation.provenance()
    for (file, path) in files {
      let folder = FileName.folder(of: path)
      if !folder.isEmpty { try Folder.create(folder) }
      let document = file.document()
      try ResultFile.write(to: path) { try document.write(to: $0, provenance: provenance) }
      Terminal.shared.say("written  \(path)")
    }
    let unplaced = files.count { !$0.file.isPlaced }
    if unplaced > 0 {
      Terminal.shared.note(
        "\(unplaced) of \(files.count) have no world coordinates: the set \(self.file) does not tell them; "
          + "ingest the frames again to have them")
    }
  }

  private func chosenTable() throws -> (name: String, table: Table) {
    let fits = try FITSFile(reading: file)
    try fits.requireSound()
    let unit: Int
    if let table {
      unit = try fits.unit(named: table)
    } else {
      let known = (TableName.allCases.map(\.rawValue) + [CutoutColumns.tableName]).lazy.compactMap {
        try? fits.unit(named: $0)
      }
      let first =
        known.first
        ?? (0..<fits.unitCount).first { (try? fits.header(of: $0).value("TFIELDS")) != nil }
      guard let first else {
        throw CommandFailure("cannot export \(file): it holds no table, only images")
      }
      unit = first
    }
    var content = try fits.table(of: unit)
    if let brighterThan {
      guard let magnitudes = content[.magnitude]?.doubles else {
        throw CommandFailure("cannot use --brighter-than: \(file) has no column MAG")
      }
      content = content.rows(magnitudes.indices.filter { magnitudes[$0] < brighterThan })
    }
    if !field.isEmpty { content = try content.rows(of: field, in: file) }
    return (try fits.header(of: unit).string("EXTNAME") ?? "table", content)
  }
}
