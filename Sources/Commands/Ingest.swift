internal import ArgumentParser
internal import Catalogs
internal import Console
internal import Files
internal import Foundation
internal import Frames
internal import Ingestion
internal import Pictures
internal import Pipelines
internal import Ranks
internal import Sky
internal import Surveys

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

  @Option(
    help:
      "A catalog (CSV, FITS table or VOTable) whose positions are cut out instead of detected ones. Default: none.",
    completion: .file(extensions: ["csv", "fits", "vot", "xml"]))
  var catalog: String?

  @OptionGroup(title: "Columns of the catalog") var columns: ColumnOptions

  @Option(help: "The folder for the cutout set.", completion: .of(.cutouts))
  var out = "cutouts"

  @Option(
    "The side of a cutout; even.",
    in: 8...512, "pixels")
  var size = 64

  @Option(
    help:
      "The bands of a cutout, in order: g,r,z, or with file name patterns: g=*_g.fits,r=*_r.fits. Default: u,g,r,i,z for SDSS frames, else all bands found."
  )
  var bands: String?

  @Option(
    name: [.customLong("reference-band"), .customLong("reference")],
    help: "The band in which sources are measured. Default: r, else the middle one.")
  var reference: String?

  @Option(
    help:
      "The survey whose files these are: \(SurveyLibrary.names.joined(separator: ", ")), or a description of your own (.yaml). Default: told by names and headers.",
    completion: .file(extensions: ["yaml"]))
  var survey: String?

  @Flag(
    help:
      "Only tell what every plane of every file is taken for, by which rule, how it is calibrated, and what is left out."
  )
  var explain = false

  @Option(
    help:
      "The bands in whose sum sources are found: g,r,i. Default: the reference band and its neighbours."
  )
  var detectionBands: String?

  @Option(
    "The scale to resample to (Lanczos-3). Default: the frames' own pixels.",
    in: 0...10_000, excluding: [.lowest, .highest], "arcseconds a pixel")
  var pixelScale: Double?

  @Option(help: "What becomes of cutouts that leave the frame: fill or drop.")
  var edge = IngestSettings.Edge.fill

  @Option(
    "The value that missing pixels get.",
    in: -1e9...1e9, parsing: .unconditional)
  var fill: Float = 0

  @Option(
    help:
      "Inverse variances beside the pixels: auto (where the survey gives uncertainties or masks), always (else from sky noise and gain) or never."
  )
  var weights = IngestSettings.Weights.whereGiven

  @Flag(help: "Every file is a cutout already: one object, in its middle.")
  var readyMade = false

  @OptionGroup(title: "Artificial stars") var injection: InjectionOptions

  @Flag(help: "Skip and report what cannot be read instead of stopping.")
  var keepGoing = false

  @Option(
    "The detection threshold in standard deviations of the sky. Default: 1.5 in one band, 2 in the sum of several.",
    in: 0.1...1000)
  var threshold: Double?

  @Option(
    "The fewest connected pixels above the threshold that make a source.",
    in: 1...1_000_000, "pixels")
  var minArea = 5

  @Option(
    "The largest share of missing pixels of a cutout that is kept.",
    in: 0...1)
  var largestMissing = 0.25

  @Flag(help: "Delete the cutout set of another run that is in the way.")
  var replace = false

  @OptionGroup var work: WorkOptions

  func validate() throws {
    if injection.starsOf != nil, catalog != nil || readyMade || dataset != nil {
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
    .all(dataset == nil ? .frames : .pictures, files)
      + .some(.positions, catalog) + .some(.codes, injection.starsOf)
      + .some(.file, survey.flatMap { SurveyLibrary.isFile($0) ? $0 : nil })
  }

  var writes: [Artifact] {
    explain
      ? []
      : [Artifact(canvas == nil ? .cutouts : .frames, out)]
        + .some(.labels, dataset == nil ? nil : labelsPath)
  }

  func run() throws {
    guard dataset == nil || !Ranks.world.areSeveral else {
      throw CommandFailure(
        "cannot divide pictures over \(Ranks.world.count) processes; start it once, without mpirun")
    }
    if let canvas { return try layCanvases(canvas) }
    if let dataset { return try ingestPictures(of: dataset) }
    if explain { return try explainFrames() }
    var settings = IngestSettings()
    (settings.bands, settings.bandPatterns, settings.reference) = try bandSettings()
    settings.detectionBands = try detectionBands.map { try BandSet(parsing: $0).names } ?? []
    settings.size = size
    settings.detection.threshold = threshold
    settings.detection.minimumArea = minArea
    settings.largestMissing = largestMissing
    settings.edge = edge
    settings.fillValue = fill
    settings.pixelScale = pixelScale
    settings.weights = weights
    settings.readyMade = readyMade
    let positions = try catalog.map { try SkyCatalog(reading: $0, columns: columns.names) }
    var ingestion = Ingestion(
      settings, catalog: positions, out: out,
      provenance: Invocation.provenance(),
      replacing: replace, workers: work.workers)
    ingestion.keepsGoing = keepGoing
    ingestion.surveys = try surveys()
    ingestion.injection = try injection.injection()
    ingestion.ranks = .world
    let summary = try run(ingestion)
    for line in summary.description.split(separator: "\n") { Terminal.shared.say(String(line)) }
  }

  private func surveys() throws -> SurveyLibrary? {
    try survey.map { (name) throws(SurveyError) in try SurveyLibrary(choosing: name) }
  }

  private func explainFrames() throws {
    let set =
      try bands.map { (text) throws(SurveyError) in try BandSet(parsing: text) } ?? BandSet()
    let inventory = try FrameInventory(files, bands: set, surveys: surveys(), keepGoing: true)
    let bands = set.names.isEmpty ? inventory.bands : set.names
    let explanation = FrameExplanation(
      of: inventory, bands: bands, reference: reference ?? FrameInventory.reference(among: bands))
    Terminal.shared.answer("\(explanation)")
  }

  /// The bands asked for, or those that the files have.
  private func bandSettings() throws -> ([String], [String: String], String) {
    var set =
      try bands.map { (text) throws(SurveyError) in try BandSet(parsing: text) } ?? BandSet()
    if set.names.isEmpty {
      set.names = try FrameInventory.bands(of: files, surveys: surveys(), keepGoing: keepGoing)
    }
    return (set.names, set.patterns, reference ?? FrameInventory.reference(among: set.names))
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
