internal import FITS
public import Files
internal import Foundation
internal import Sky
internal import Synchronization
public import Tensors

/// A simulated imaging survey: five-band frames like those of SDSS with a catalog of what is
/// truly there.
///
/// Stars follow the counts and colours of the sky at galactic latitude 50°; galaxies are
/// exponential disks, de Vaucouleurs bulges and both, drawn as sums of Gaussians (Hogg & Lang
/// 2013) through a Moffat-like point spread that changes with band, field and place. The same
/// settings give the same bytes with any number of threads.
public struct SurveySimulator: Sendable {
  public struct Settings: Sendable, Equatable {
    public var fields: Int
    public var seed: UInt64
    /// Pixels of a frame along x and y.
    public var width = 2048
    public var height = 1489
    /// Arcseconds per pixel.
    public var pixelScale = 0.396
    /// Some of u, g, r, i, z.
    public var bands = ["u", "g", "r", "i", "z"]
    /// Range of the r point spread's full width at half maximum, in arcseconds.
    public var seeing = 0.8...1.5
    /// The r magnitudes of the brightest and the faintest sources.
    public var brightLimit = 13.5
    public var faintLimit = 23.5
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
    public var cosmicRays = 3.0
    public var badColumns = 0.1
    public var blankRegions = 0.2

    public init(fields: Int, seed: UInt64) {
      self.fields = fields
      self.seed = seed
    }

    /// The frame's area relative to a whole SDSS frame.
    var frameShare: Double { Double(width * height) / (2048 * 1489) }
  }

  /// What was written.
  public struct Summary: Sendable, Equatable {
    public let frames: [String]
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
    guard !settings.bands.isEmpty, Set(settings.bands).count == settings.bands.count else {
      throw SurveyError("cannot simulate these bands; name some of u, g, r, i, z, each once")
    }
    for band in settings.bands where SimulatedCamera.named(band) == nil {
      throw SurveyError("cannot simulate the band \(band); choose from u, g, r, i, z")
    }
    guard settings.brightLimit < settings.faintLimit, settings.faintLimit <= 26,
      settings.pixelScale > 0, settings.seeing.lowerBound >= 1.3 * settings.pixelScale
    else {
      throw SurveyError(
        "cannot simulate seeing of \(settings.seeing.lowerBound)″ on pixels of "
          + "\(settings.pixelScale)″ with magnitudes \(settings.brightLimit) to "
          + "\(settings.faintLimit); choose seeing above 1.3 pixels and magnitudes up to 26")
    }
    self.settings = settings
  }

  /// Writes `frame-BAND-RUN-CAMCOL-FIELD.fits` for every band and field, and `truth.csv`.
  ///
  /// `progress` is called after each field with the number of fields done.
  public func write(
    to folder: String, workers: Workers = .all, provenance: Provenance? = nil,
    progress: (_ done: Int) -> Void = { _ in }
  ) throws -> Summary {
    try Folder.create(folder)
    var truth = TruthCatalog()
    var frames: [String] = []
    let cameras = settings.bands.compactMap(SimulatedCamera.named)
    for index in 0..<settings.fields {
      let field = try SimulatedField(index, settings: settings)
      let paths = cameras.map { "\(folder)/frame-\($0.band)-\(field.name).fits" }
      let failure = Mutex<(any Error)?>(nil)
      workers.forEach(cameras.count) { number in
        do {
          try Self.write(field, camera: cameras[number], to: paths[number], provenance)
        } catch {
          failure.withLock { $0 = $0 ?? error }
        }
      }
      if let error = failure.withLock({ $0 }) { throw error }
      frames += paths
      try truth.add(field)
      progress(index + 1)
    }
    let catalog = "\(folder)/truth.csv"
    try AtomicFile.write(truth.text, to: catalog)
    return Summary(frames: frames, catalog: catalog, stars: truth.stars, galaxies: truth.galaxies)
  }

  private static func write(
    _ field: SimulatedField, camera: SimulatedCamera, to path: String, _ provenance: Provenance?
  ) throws {
    var frame = SimulatedFrame(field, camera: camera)
    let pixels = try frame.pixels()
    var document = FITSDocument()
    let shape = [field.settings.height, field.settings.width]
    document.add(Image(shape: shape, pixels: pixels), header: frame.header)
    try document.write(to: path, provenance: provenance)
  }
}
