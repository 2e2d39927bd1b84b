internal import ArgumentParser
internal import Console
internal import Cutouts
internal import FITS
internal import Files
internal import Networks
internal import Pipelines
internal import Segments
internal import Sky
internal import Tables

/// `galaxy-aep segment MODEL FRAMES…`: the class of every pixel, and the source it belongs to.
struct Segment: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell the class of every pixel of whole frames, and which source it belongs to.",
    discussion: """
      For every field a file segments-FIELD.fits on the reference band's pixels: CLASS, a plane of \
      probabilities for every class, SEGMENTS (one number a source, blended neighbours parted) and a \
      table of the segments with position, area, class and light in every band. With a table of scores in \
      place of a model, the sources that are found as `ingest` finds them are coloured by a column of it; \
      those that are sharper than any star (SHARP), and light that one of three or more bands alone shows (cosmic \
      rays, trails), are artefacts.

      Examples: galaxy-aep segment segmenter.safetensors frames --out maps
                galaxy-aep segment scores.fits frames --out coloured
      """)

  @Argument(
    help:
      "A model, as `galaxy-aep teach segmentation` writes it (.safetensors); or a table of scores.",
    completion: .of(.model))
  var model: String

  @Argument(help: "Frames, or folders that hold them.", completion: .file())
  var frames: [String]

  @Option(help: "The folder for the maps.", completion: .of(.maps))
  var out = "maps"

  @Option(
    help:
      "With a table of scores: the column that is high for stars. P_STAR and other P_ columns are probabilities, others are cut in two by Otsu's rule. Default: P_STAR."
  )
  var column: String?

  @Option(
    "The side of the tiles that frames are seen in.",
    in: 128...4096, "pixels")
  var tile = 256

  @Option(help: "The band whose pixels the maps are on. Default: r, else the middle one.")
  var referenceBand: String?

  @OptionGroup var work: WorkOptions

  private var isModel: Bool { ![".fits", ".fit", ".fits.gz"].contains { model.hasSuffix($0) } }

  var reads: [Artifact] {
    [Artifact(isModel ? .model : .scores, model)] + .all(.frames, frames)
  }
  var writes: [Artifact] { [Artifact(.maps, out)] }

  func run() throws {
    if isModel { try segmentByModel() } else { try colour() }
  }

  private func segmentByModel() throws {
    let (network, metadata) = try PixelModel.read(model, workers: work.workers)
    let stretch = try StretchText.decode(metadata.stretch, of: model)
    let fields = try SeenFields(
      frames, stretch: stretch, of: model, reference: referenceBand, workers: work.workers)
    let tiles = try BlendedTiles(side: tile, multiple: network.sizeMultiple)
    var cards = Header()
    cards.set("MODELID", .string(metadata.fingerprint), comment: "fingerprint of the model")
    cards.set("MODEL", .string(model), comment: "model file")
    try write(fields, cards) { image, _, progress in
      try ClassPlanes(of: image, by: network, tiles: tiles, progress: progress)
    }
  }

  private func colour() throws {
    let table = try SourceTable(reading: model, anyOf: [.scores, .codes], maker: "cluster")
    let name = column ?? table.scoreColumn.name
    let score = try table.numbers(named: name)
    let positions = zip(try table.numbers(.ra), try table.numbers(.dec)).map {
      SkyPosition(ra: $0, dec: $1)
    }
    let coloured = ColouredSources(
      positions: positions, stars: name.hasPrefix("P_") ? score : ColouredSources.cut(score),
      artefacts: try table.flags(.sharp))
    let fields = try SeenFields(frames, reference: referenceBand, workers: work.workers)
    var cards = Header()
    cards.set("SCORES", .string(model), comment: "table of scores")
    cards.set("SCORE", .string(name), comment: "what sources are coloured by")
    var (scored, found) = (0, 0)
    try write(fields, cards) { image, detection, _ in
      let (planes, own) = coloured.planes(
        of: image, detection, lone: try LoneLight(in: image, workers: work.workers))
      scored += own
      found += detection.positions.count
      return planes
    }
    Terminal.shared.say(
      "coloured by \(name): \(scored) of \(found) sources; the others are galaxies")
    if scored == 0, found > 0 {
      Terminal.shared.note(
        "warning: none of the sources lies within 1″ of a score of \(model); are the frames those it was "
          + "made of?")
    }
  }

  private func write(
    _ fields: SeenFields, _ cards: Header,
    _ planes: (FieldImage, FieldDetection, (Double) -> Void) throws -> ClassPlanes
  ) throws {
    try Folder.create(out)
    for remark in fields.remarks { Terminal.shared.note("warning: \(remark)") }
    var bar = ProgressBar("segment", total: 100 * fields.files.count, unit: "hundredths of a field")
    defer { bar.finish() }
    var (segments, byClass): (Int, [String: Int]) = (0, [:])
    for index in fields.files.indices {
      let image = try fields.image(index)
      let detection = try FieldDetection(in: image, workers: work.workers)
      let classes = try planes(image, detection) { done in
        bar.update(100 * index + Int(bounded: 100 * done))
      }
      let field = try SegmentedField(
        image, planes: classes, parted: PartedSources(classes, seeds: detection),
        light: detection.light)
      try field.write(
        to: "\(out)/\(SegmentedField.fileName(of: field.id))", cards: cards,
        provenance: Invocation.provenance())
      segments += field.segments.count
      for segment in field.segments { byClass[segment.sourceClass, default: 0] += 1 }
      bar.update(100 * (index + 1))
    }
    bar.finish()
    let parts = byClass.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    Terminal.shared.say("fields   \(fields.files.count)")
    Terminal.shared.say("segments \(segments): \(parts.joined(separator: ", "))")
    Terminal.shared.say("written  \(out)")
  }
}
