/// What makes frames look like those of one survey: its cameras, its sampling and seeing, how deep it
/// goes, and how it keeps a field in files.
public struct SurveyLikeness: Sendable {
  /// What it is called on the command line.
  public let name: String
  /// What it is, for people.
  public let title: String
  /// Arcseconds per pixel.
  package let pixelScale: Double
  /// Pixels of a frame along x and y, where nothing else is asked for. Most real frames are larger.
  package let width, height: Int
  /// Range of the r point spread's full width at half maximum, in arcseconds.
  package let seeing: ClosedRange<Double>
  /// Its bands by wavelength.
  package let cameras: [SimulatedCamera]
  /// The r magnitudes of the brightest and the faintest sources that are drawn.
  package let magnitudes: ClosedRange<Double>
  /// Sources brighter than this in r are called detectable: five times the noise for a point.
  package let depth: Double
  /// Whether north is up and all bands of a field share one grid, as in stacks of many exposures.
  package let isStack: Bool
  /// What a frame of 2048 × 1489 pixels has on average (columns: a frame of any size).
  package let defects: (cosmicRays: Double, badColumns: Double, blankRegions: Double)
  let files: any FrameWriter

  package init(
    _ name: String, _ title: String, pixelScale: Double, width: Int = 2048, height: Int = 2048,
    seeing: ClosedRange<Double>, cameras: [SimulatedCamera], magnitudes: ClosedRange<Double>,
    depth: Double, isStack: Bool, files: any FrameWriter
  ) {
    (self.name, self.title, self.pixelScale) = (name, title, pixelScale)
    (self.width, self.height, self.seeing) = (width, height, seeing)
    (self.cameras, self.magnitudes, self.depth) = (cameras, magnitudes, depth)
    (self.isStack, self.files) = (isStack, files)
    defects = isStack ? (1, 0, 0.2) : (3, 0.1, 0.2)
  }

  /// 32-bit numbers in all files of a field over the pixels of one frame.
  package var numbersPerPixel: Int { cameras.count * files.planes }

  package func camera(_ band: String) -> SimulatedCamera? { cameras.first { $0.band == band } }

  /// The survey of this name; nil where there is none.
  public static func named(_ name: String) -> SurveyLikeness? {
    all.first { $0.name == name.lowercased() }
  }
}

extension SurveyLikeness: Equatable {
  public static func == (a: SurveyLikeness, b: SurveyLikeness) -> Bool { a.name == b.name }
}
