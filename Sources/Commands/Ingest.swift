internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Frames
internal import Ingestion
internal import Pictures
internal import Pipelines
internal import Ranks

/// `galaxy-aep ingest FILES…`: survey frames become a set of cutouts.
struct Ingest: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cut every source out of survey frames, in all bands.",
    discussion: """
      Frames are grouped into fields and bands: SDSS files by their names, others by FILTER or BAND \
      in their headers (or --bands patterns) and by names, else by their places on the sky. A band \
      may be a file, an extension or a slice of a cube; inverse variances and masks come along. \
      Sources are found in the sum of the reference band and its neighbours, each in units of its \
      noise, unless a catalog gives their positions. Stopped at any moment and run again, it goes \
      on where it was.

      With --dataset the files are small pictures, which become a set that is used like any other; \
      their labels go to a file of their own, for commands that judge or learn by labels.

      Examples: galaxy-aep ingest frames/frame-*.fits.bz2 --out cutouts
                galaxy-aep ingest coadds/ --bands g,r,z --out cutouts
                galaxy-aep ingest *.fits --bands 'g=*_g.fits,r=*_r.fits' --reference-band r
                galaxy-aep ingest --dataset mnist t10k-*-ubyte.gz --out digits
      """)

  @Option(
    help:
      "Pictures instead of frames: mnist (IDX files) or cifar10 (binary version). Default: frames.")
  var dataset: PictureDataset?

  @Option(help: "Where the labels of --dataset go. Default: the set's name and -labels.csv.")
  var labels: String?

  @Flag(help: "With --dataset: set each image upright by its own second moments, without labels.")
  var upright = false

  @Option(
    "With --dataset mnist: lay digits over each other on so many canvases, which become frames; their labels become maps. Default: none.",
    in: 1...100_000)
  var canvas: Int?

  @Option(seed: "With --canvas: the seed of which digits lie where.")
  var seed: UInt64 = 1

  @Argument(help: "Frames, or folders that hold them.", completion: .file())
  var files: [String]

  @Option(help: "The folder for the cutout set.", completion: .of(.cutouts))
  var out = "cutouts"

  @Option(
    "The side of a cutout; even.",
    in: 8...512, "pixels")
  var size = 64

  @Flag(
    help:
      "Only tell what every plane of every file is taken for, by which rule, how it is calibrated, and what is left out."
  )
  var explain = false

  @Flag(help: "Every file is a cutout already: one object, in its middle.")
  var readyMade = false

  @OptionGroup var frames: FrameOptions

  @Flag(help: "Delete the cutout set of another run that is in the way.")
  var replace = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if frames.injection.starsOf != nil, frames.catalog != nil || readyMade || dataset != nil {
      throw ValidationError(
        "--stars-of puts stars into frames and finds them there; leave --catalog, --ready-made and "
          + "--dataset out")
    }
    if canvas != nil, dataset != .mnist || upright {
      throw ValidationError(
        "--canvas lays digits as they are: it needs --dataset mnist and no --upright")
    }
  }

  var reads: [Artifact] {
    .all(dataset == nil ? .frames : .pictures, files) + frames.artifacts
  }

  var writes: [Artifact] {
    explain
      ? []
      : [Artifact(canvas == nil ? .cutouts : .frames, out)]
        + .some(.labels, dataset == nil ? nil : labelsPath)
  }

  func run() throws {
    if dataset != nil { try Ranks.world.requireOne(for: "pictures") }
    if let canvas { return try layCanvases(canvas) }
    if let dataset { return try ingestPictures(of: dataset) }
    if explain { return try explainFrames() }
    var settings = try frames.settings(of: files, size: size)
    settings.readyMade = readyMade
    var ingestion = try frames.ingestion(settings, out: out, workers: work.workers)
    ingestion.replacing = replace
    let summary = try run(ingestion)
    for line in summary.description.split(separator: "\n") { Terminal.shared.say(String(line)) }
  }

  private func explainFrames() throws {
    let set = try frames.bandSet()
    let inventory = try FrameInventory(
      files, bands: set, surveys: frames.surveys(), keepGoing: true)
    let bands = set.names.isEmpty ? inventory.bands : set.names
    let explanation = FrameExplanation(
      of: inventory, bands: bands,
      reference: frames.reference ?? FrameInventory.reference(among: bands))
    Terminal.shared.answer("\(explanation)")
  }

  private func run(_ ingestion: Ingestion) throws -> IngestSummary {
    var bar: ProgressBar?
    defer { bar?.finish() }
    do {
      return try ingestion.run(files: files) { progress in
        if bar == nil { bar = ProgressBar("ingest", total: progress.fields, unit: "fields") }
        bar?.update(
          progress.fieldsDone,
          detail: "\(progress.counts.found) sources, \(progress.counts.kept) cutouts")
      } warn: { warning in
        bar?.finish()
        Terminal.shared.note("warning: \(warning.text)")
      }
    } catch {
      // Finished files are kept for the next try; a folder without any is removed.
      rmdir(out)
      throw error
    }
  }
}
