internal import FITS
public import Files
internal import Foundation
internal import Sky
internal import Synchronization
public import Tensors

/// A simulated imaging survey: frames in the likeness of SDSS or of another survey, with a catalog of
/// what is truly there.
///
/// Stars follow the counts and colours of the sky at galactic latitude 50°; galaxies are
/// exponential disks, de Vaucouleurs bulges and both, drawn as sums of Gaussians (Hogg & Lang
/// 2013) through a Moffat-like point spread that changes with band, field and place. The same
/// settings give the same bytes with any number of threads.
public struct SurveySimulator: Sendable {
  public struct Settings: Sendable, Equatable {
    public var fields: Int
    public var seed: UInt64
    /// The survey that the frames look like. What follows is as usual there.
    public let likeness: SurveyLikeness
    /// Pixels of a frame along x and y.
    public var width, height: Int
    /// Arcseconds per pixel.
    public var pixelScale: Double
    /// Some of the survey's bands.
    public var bands: [String]
    /// Range of the r point spread's full width at half maximum, in arcseconds.
    public var seeing: ClosedRange<Double>
    /// The r magnitudes of the brightest and the faintest sources.
    public var brightLimit, faintLimit: Double
    /// Counts of stars and of galaxies relative to the sky's.
    public var starDensities = StarDensities([1])
    public var galaxyDensity = 1.0
    /// By which share the point spread's width, and by how much its ellipticity, changes linearly from
    /// the middle of a frame to its edge, each along a direction of its own; beside the few per cent
    /// by which they wander in every frame.
    public var psfTilt = 0.0
    /// The root mean square of the steps between the halves that two amplifiers read, in units of the
    /// sky's noise.
    public var amplifierSteps = 0.0
    /// Whether pixels have a largest charge and bleed along their column.
    public var saturation = true
    /// How many a frame of 2048 × 1489 pixels has on average (columns: a frame of any size).
    public var cosmicRays, badColumns, blankRegions: Double
    /// How many strange sources (`Strangeness`) there are for each of the others.
    public var strangeShare = 0.0
    /// How many trails of satellites cross a frame of any size on average.
    public var trails = 0.0

    public init(fields: Int, seed: UInt64, likeness: SurveyLikeness = .sdss) {
      (self.fields, self.seed, self.likeness) = (fields, seed, likeness)
      (width, height, pixelScale) = (likeness.width, likeness.height, likeness.pixelScale)
      (bands, seeing) = (likeness.cameras.map(\.band), likeness.seeing)
      (brightLimit, faintLimit) = (likeness.magnitudes.lowerBound, likeness.magnitudes.upperBound)
      (cosmicRays, badColumns, blankRegions) = likeness.defects
    }

    /// The frame's area relative to a whole SDSS frame.
    var frameShare: Double { Double(width * height) / (2048 * 1489) }
  }

  /// What was written.
  public struct Summary: Sendable, Equatable {
    public let frames: [String]
    /// Truth maps, one a field, where they were asked for.
    public let maps: [String]
    public let catalog: String
    /// Sources of the catalog, all of which lie on an r frame.
    public let stars: Int
    public let galaxies: Int
  }

  public let settings: Settings

  /// Throws a sentence when the settings describe no survey.
  public init(_ settings: Settings) throws {
    guard settings.fields > 0 else {
      throw SurveyError("cannot simulate \(settings.fields) fields; ask for at least one")
    }
    try settings.starDensities.check(fields: settings.fields)
    guard (0...0.2).contains(settings.psfTilt), (0...10).contains(settings.amplifierSteps) else {
      throw SurveyError(
        "cannot simulate a point spread that tilts by \(settings.psfTilt) with amplifier steps of "
          + "\(settings.amplifierSteps); choose tilts up to 0.2 and steps up to 10")
    }
    guard settings.width >= 64, settings.height >= 64,
      settings.width <= 20_000, settings.height <= 20_000
    else {
      throw SurveyError(
        "cannot simulate frames of \(settings.width) × \(settings.height) pixels; "
          + "choose 64 to 20,000 along each side")
    }
    guard (0...1000).contains(settings.cosmicRays), (0...100).contains(settings.trails) else {
      throw SurveyError(
        "cannot simulate \(settings.cosmicRays) cosmic rays and \(settings.trails) trails a frame; "
          + "choose 0 to 1000 and 0 to 100")
    }
    guard (0...0.1).contains(settings.strangeShare) else {
      throw SurveyError(
        "cannot simulate a share of \(settings.strangeShare) strange sources; choose 0 to 0.1")
    }
    let known = settings.likeness.cameras.map(\.band).joined(separator: ", ")
    guard !settings.bands.isEmpty, Set(settings.bands).count == settings.bands.count else {
      throw SurveyError("cannot simulate these bands; name some of \(known), each once")
    }
    for band in settings.bands where settings.likeness.camera(band) == nil {
      throw SurveyError("cannot simulate the band \(band); choose from \(known)")
    }
    guard settings.brightLimit < settings.faintLimit, settings.faintLimit <= 28,
      settings.pixelScale > 0, settings.seeing.lowerBound >= 1.3 * settings.pixelScale
    else {
      throw SurveyError(
        "cannot simulate seeing of \(settings.seeing.lowerBound)″ on pixels of "
          + "\(settings.pixelScale)″ with magnitudes \(settings.brightLimit) to "
          + "\(settings.faintLimit); choose seeing above 1.3 pixels and magnitudes up to 28")
    }
    self.settings = settings
  }

  /// Writes every band of every field in the survey's own files, and `truth.csv`.
  ///
  /// - Parameters:
  ///   - mapFolder: where a truth map of every field goes; nil: none is made.
  ///   - cleanFolder: where the same frames go without noise or defects, to measure by; nil: nowhere.
  ///
  /// `progress` is called after each field with the number of fields done.
  public func write(
    to folder: String, mapsTo mapFolder: String? = nil, noiseFreeTo cleanFolder: String? = nil,
    workers: Workers = .all, provenance: Provenance? = nil,
    progress: (_ done: Int) -> Void = { _ in }
  ) throws -> Summary {
    try Folder.create(folder)
    var truth = TruthCatalog(settings.likeness)
    var (frames, maps): ([String], [String]) = ([], [])
    for extra in [mapFolder, cleanFolder].compactMap(\.self) { try Folder.create(extra) }
    let cameras = settings.bands.compactMap(settings.likeness.camera)
    let files = settings.likeness.files
    for index in 0..<settings.fields {
      let field = try SimulatedField(index, settings: settings)
      let done = Mutex<[Int: Result<WrittenBand, any Error>]>([:])
      workers.forEach(cameras.count) { number in
        let result = Result {
          var frame = SimulatedFrame(field, camera: cameras[number])
          let drawn = try frame.drawn()
          let paths = try files.write(drawn, to: folder, provenance)
          if let cleanFolder { _ = try files.write(drawn.noiseFree, to: cleanFolder, provenance) }
          return WrittenBand(band: cameras[number].band, paths: paths, marks: drawn.marks)
        }
        done.withLock { $0[number] = result }
      }
      let bands = try done.withLock { $0 }.sorted { $0.key < $1.key }.map { try $0.value.get() }
      frames += bands.flatMap(\.paths)
      frames += try files.writeShared(by: bands, of: field, to: folder, provenance)
      try truth.add(field)
      if let mapFolder {
        let path = "\(mapFolder)/map-\(field.name).fits"
        try TruthMap(of: field, cameras: cameras, marks: bands.map(\.marks))
          .write(to: path, provenance)
        maps.append(path)
      }
      progress(index + 1)
    }
    let catalog = "\(folder)/truth.csv"
    try AtomicFile.write(truth.text, to: catalog)
    return Summary(
      frames: frames, maps: maps, catalog: catalog, stars: truth.stars, galaxies: truth.galaxies)
  }
}
