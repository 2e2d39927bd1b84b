internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Simulation

/// `galaxy-aep simulate`: frames in the likeness of a survey with a truth catalog.
struct Simulate: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make frames like those of SDSS or another survey and a catalog of what is in them.",
    discussion: """
      Stars on a colour locus and exponential and de Vaucouleurs galaxies, with realistic counts, \
      sizes and colours, through a point spread that varies from field to field. The same seed gives \
      the same bytes.

      Bands, pixels, seeing, depth, zero point, masks and names of files are those of the survey: sdss \
      (frames), des (tiles), hsc (coadds of the LSST pipelines), ztf (science images), ps1 (stacks), \
      legacy (bricks) or kids (tiles).

      Example: galaxy-aep simulate --fields 2 --seed 1 --out frames
               galaxy-aep simulate --survey des --fields 4 --out tiles
      """)

  @Option(
    "How many fields.",
    in: 1...10_000)
  var fields = 2

  @Option(seed: "The seed of all random choices.")
  var seed: UInt64 = 1

  @Option(help: "The folder for the frames and truth.csv.", completion: .of(.frames))
  var out = "frames"

  @Option(help: "The survey whose frames to imitate.")
  var survey = SurveyName.sdss

  @Option(
    "The width of a frame. Default: 2048, for ztf 1536.",
    in: 32...20_000, "pixels")
  var width: Int?

  @Option(
    "The height of a frame. Default: 2048, for sdss 1489, for ztf 1536.",
    in: 32...20_000, "pixels")
  var height: Int?

  @Option(
    """
    The range of the seeing in r, full width at half maximum: two numbers, or one for every field. \
    Default: the survey's own, for sdss 0.8,1.5.
    """,
    each: 0.2...10.0, "arcseconds", such: "numbers such as 1.2 or 0.8,1.5")
  var seeing: String?

  @Option(
    """
    How many stars there are, in multiples of the sky at galactic latitude 50° (about 0.7 at the \
    poles, 2 at 30°, 10 at 10°, 30 near the plane): one number, two for the first and the last of the \
    fields, or one for every field.
    """,
    each: StarDensities.range, such: "numbers such as 1 or 0.3,30")
  var starDensity = "1"

  @Option(
    """
    By how much the width and the ellipticity of the point spread change from the middle of a frame to \
    its edge, beside what they always do.
    """,
    in: 0...20, "per cent")
  var psfTilt = 0.0

  @Option(
    "How large the steps between the halves are that two amplifiers read.",
    in: 0...10, "times the noise of the sky")
  var amplifierSteps = 0.0

  @Option(
    "How many cosmic rays a frame of 2048×1489 pixels has on average. Default: the survey's own, for sdss 3.",
    in: 0...1000)
  var cosmicRays: Double?

  @Option(
    "How many trails of satellites cross the frame of a band on average.",
    in: 0...100)
  var trails = 0.0

  @Option(
    """
    How many strange galaxies (rings, arcs around lenses, pairs of thin disks, tidal tails) there are for each \
    other source; truth.csv names them in its column oddity.
    """,
    in: 0...0.1)
  var oddities = 0.0

  @Option(
    help:
      "A folder for maps of what is truly in every pixel: its class and its source. Default: none.",
    completion: .of(.labels))
  var truthMaps: String?

  @Option(
    help: """
      A folder for the same frames without noise or defects, to measure by (`describe reconstructions`). \
      Default: none.
      """,
    completion: .of(.frames))
  var noiseFree: String?

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [] }
  var writes: [Artifact] {
    [Artifact(.frames, out), Artifact(.table, "\(out)/truth.csv")] + .some(.labels, truthMaps)
      + .some(.frames, noiseFree)
  }

  func run() throws {
    let settings = try settings()
    let provenance = Invocation.provenance(seed: seed)
    var bar = ProgressBar("simulate", total: fields, unit: "fields")
    let summary = try SurveySimulator(settings).write(
      to: out, mapsTo: truthMaps, noiseFreeTo: noiseFree, workers: work.workers,
      provenance: provenance
    ) { done in
      bar.update(done)
    }
    bar.finish()
    let terminal = Terminal.shared
    terminal.say("frames   \(summary.frames.count) in \(out)")
    terminal.say(
      "truth    \(summary.stars) stars, \(summary.galaxies) galaxies in \(summary.catalog)")
    if let noiseFree { terminal.say("twins    as many without noise in \(noiseFree)") }
    if let truthMaps { terminal.say("maps     \(summary.maps.count) in \(truthMaps)") }
  }

  /// The 32-bit numbers in the files of a field.
  var numbersOfAField: Int {
    let likeness = survey.likeness
    return likeness.numbersPerPixel * (width ?? likeness.width) * (height ?? likeness.height)
  }

  private func settings() throws -> SurveySimulator.Settings {
    var settings = SurveySimulator.Settings(fields: fields, seed: seed, likeness: survey.likeness)
    settings.width = width ?? settings.width
    settings.height = height ?? settings.height
    settings.cosmicRays = cosmicRays ?? settings.cosmicRays
    settings.trails = trails
    settings.strangeShare = oddities
    settings.starDensities = StarDensities(Self.numbers(starDensity))
    (settings.psfTilt, settings.amplifierSteps) = (psfTilt / 100, amplifierSteps)
    let range = seeing.map(Self.numbers) ?? []
    if let low = range.first, let high = range.last {
      guard range.count <= 2, low <= high else {
        throw CommandFailure(
          "cannot simulate seeing of \(seeing ?? ""); give one number, or the best and the worst, "
            + "such as 0.8,1.5")
      }
      settings.seeing = low...high
    }
    return settings
  }

  private static func numbers(_ list: String) -> [Double] {
    list.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
  }
}

/// A survey that frames can be made like.
enum SurveyName: String, CaseIterable, ExpressibleByArgument {
  case sdss, des, hsc, ztf, ps1, legacy, kids

  var likeness: SurveyLikeness { SurveyLikeness.named(rawValue) ?? .sdss }
}
