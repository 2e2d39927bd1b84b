internal import ArgumentParser
internal import Foundation
internal import Surveys

/// `galaxy-aep ingest FILES…`: survey frames become a set of cutouts.
struct Ingest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cut every source out of survey frames, in all bands.",
    discussion: """
      Frames are grouped into fields and bands by their SDSS names \
      (frame-BAND-RUN-CAMCOL-FIELD.fits, also .bz2 or .gz). Sources are found on the reference band \
      unless a catalog gives their positions. Stopped at any moment and run again, it goes on where \
      it was.

      With --dataset the files are small pictures, which become a set that is used like any other; \
      their labels go to a file of their own, for commands that judge or learn by labels.

      Examples: galaxy-aep ingest frames/frame-*.fits.bz2 --out cutouts
                galaxy-aep ingest --dataset mnist t10k-*-ubyte.gz --out digits
      """)

  @Option(help: "Pictures instead of frames: mnist (IDX files) or cifar10 (binary version).")
  var dataset: PictureDataset?

  @Option(help: "Where the labels of --dataset go. Default: the set's name and -labels.csv.")
  var labels: String?

  @Argument(help: "Frames, or folders that hold them.", completion: .file())
  var files: [String]

  @Option(
    help:
      "A CSV catalog whose positions (ra, dec in degrees) are cut out instead of detected ones.",
    completion: .file(extensions: ["csv"]))
  var catalog: String?

  @Option(help: "The folder for the cutout set.")
  var out = "cutouts"

  @Option(help: "The side of a cutout in pixels.")
  var size = 64

  @Option(help: "The bands of a cutout, in order, separated by commas.")
  var bands = "u,g,r,i,z"

  @Option(help: "The band in which sources are found.")
  var reference = "r"

  @Option(help: "The detection threshold in standard deviations of the sky.")
  var threshold = 1.5

  @Option(help: "The fewest connected pixels above the threshold that make a source.")
  var minArea = 5

  @Option(help: "The largest share of missing pixels of a cutout that is kept, 0 to 1.")
  var largestMissing = 0.25

  @Flag(help: "Delete the cutout set of another run that is in the way.")
  var replace = false

  @OptionGroup var work: WorkOptions

  func run() throws {
    if let dataset { return try ingestPictures(of: dataset) }
    var settings = IngestSettings()
    settings.bands = bands.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    settings.reference = reference
    settings.size = size
    settings.detection.threshold = threshold
    settings.detection.minimumArea = minArea
    settings.largestMissing = largestMissing
    let positions = try catalog.map { try SkyCatalog(reading: $0) }
    let ingestion = Ingestion(
      settings, catalog: positions, out: out,
      provenance: CommandLineText.provenance(inputs: [catalog].compactMap { $0 }),
      replacing: replace, workers: work.workers)
    let summary = try run(ingestion)
    for line in summary.description.split(separator: "\n") { Terminal.shared.say(String(line)) }
  }

  private func ingestPictures(of dataset: PictureDataset) throws {
    let path = labels ?? (out.hasSuffix("/") ? String(out.dropLast()) : out) + "-labels.csv"
    let summary = try PictureIngestion(
      dataset, out: out, labels: path, replacing: replace,
      provenance: CommandLineText.provenance(inputs: files)
    ).run(files: files)
    let terminal = Terminal.shared
    terminal.say(
      "images   \(summary.images) of \(summary.size)×\(summary.size) pixels in \(out)")
    terminal.say(
      summary.labelled == 0
        ? "labels   none" : "labels   \(summary.labelled) in \(path), apart from the images")
  }

  private func run(_ ingestion: Ingestion) throws -> IngestSummary {
    var bar: ProgressBar?
    defer { bar?.finish() }
    do {
      return try ingestion.run(files: files) { progress in
        if bar == nil { bar = ProgressBar("ingest", total: progress.fields, unit: "fields") }
        bar?.update(progress.fieldsDone, detail: "\(progress.counts.kept) cutouts")
      }
    } catch {
      // Finished files are kept for the next try; a folder without any is removed.
      rmdir(out)
      throw error
    }
  }
}
