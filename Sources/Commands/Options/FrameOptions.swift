internal import ArgumentParser
internal import Catalogs
internal import Files
internal import Frames
internal import Ingestion
internal import Pipelines
internal import Ranks
internal import Sky
internal import Surveys
internal import Tensors

/// How survey frames are read, and what is cut out of them.
struct FrameOptions: ParsableArguments {
  @Option(
    help:
      "A catalog (CSV, FITS table or VOTable) whose positions are cut out instead of detected ones. Default: none.",
    completion: .file(extensions: ["csv", "fits", "vot", "xml"]))
  var catalog: String?

  @OptionGroup(title: "Columns of the catalog") var columns: ColumnOptions

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

  /// What is read besides the frames.
  var artifacts: [Artifact] {
    .some(.positions, catalog) + .some(.codes, injection.starsOf)
      + .some(.file, survey.flatMap { SurveyLibrary.isFile($0) ? $0 : nil })
  }

  /// Those that are not as they are by themselves.
  var given: [String] {
    let usual = IngestSettings()
    let all: [(String, Bool)] = [
      ("--catalog", catalog != nil), ("--bands", bands != nil),
      ("--reference-band", reference != nil), ("--survey", survey != nil),
      ("--detection-bands", detectionBands != nil), ("--pixel-scale", pixelScale != nil),
      ("--edge", edge != usual.edge), ("--fill", fill != usual.fillValue),
      ("--weights", weights != usual.weights), ("--stars-of", injection.starsOf != nil),
      ("--keep-going", keepGoing), ("--threshold", threshold != nil),
      ("--min-area", minArea != usual.detection.minimumArea),
      ("--largest-missing", largestMissing != usual.largestMissing),
    ]
    return all.filter(\.1).map(\.0)
  }

  func surveys() throws -> SurveyLibrary? {
    try survey.map { (name) throws(SurveyError) in try SurveyLibrary(choosing: name) }
  }

  func bandSet() throws -> BandSet {
    try bands.map { (text) throws(SurveyError) in try BandSet(parsing: text) } ?? BandSet()
  }

  /// - Parameter usual: the bands where none are asked for; nil: those that the files have.
  func settings(
    of files: [String], size: Int, usual: [String]? = nil
  ) throws -> IngestSettings {
    var set = try bandSet()
    if set.names.isEmpty {
      set.names =
        try usual ?? FrameInventory.bands(of: files, surveys: surveys(), keepGoing: keepGoing)
    }
    var settings = IngestSettings()
    (settings.bands, settings.bandPatterns) = (set.names, set.patterns)
    settings.reference = reference ?? FrameInventory.reference(among: set.names)
    settings.detectionBands = try detectionBands.map { try BandSet(parsing: $0).names } ?? []
    settings.size = size
    settings.detection.threshold = threshold
    settings.detection.minimumArea = minArea
    settings.largestMissing = largestMissing
    settings.edge = edge
    settings.fillValue = fill
    settings.pixelScale = pixelScale
    settings.weights = weights
    return settings
  }

  func ingestion(_ settings: IngestSettings, out: String, workers: Workers) throws -> Ingestion {
    let positions = try catalog.map { try SkyCatalog(reading: $0, columns: columns.names) }
    var ingestion = Ingestion(
      settings, catalog: positions, out: out, provenance: Invocation.provenance(),
      workers: workers)
    ingestion.keepsGoing = keepGoing
    ingestion.surveys = try surveys()
    ingestion.injection = try injection.injection()
    ingestion.ranks = .world
    return ingestion
  }
}
