internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Simulation

/// `galaxy-aep simulate`: SDSS-like frames with a truth catalog.
struct Simulate: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make SDSS-like five-band frames and a catalog of what is in them.",
    discussion: """
      Stars on a colour locus and exponential and de Vaucouleurs galaxies, with realistic counts, \
      sizes and colours, through a point spread that varies from field to field. The same seed gives \
      the same bytes.

      Example: galaxy-aep simulate --fields 2 --seed 1 --out frames
      """)

  @Option(
    "How many fields.",
    in: 1...10_000)
  var fields = 2

  @Option(seed: "The seed of all random choices.")
  var seed: UInt64 = 1

  @Option(help: "The folder for the frames and truth.csv.", completion: .of(.frames))
  var out = "frames"

  @Option(
    "The width of a frame.",
    in: 32...20_000, "pixels")
  var width = 2048

  @Option(
    "The height of a frame.",
    in: 32...20_000, "pixels")
  var height = 1489

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

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [] }
  var writes: [Artifact] { [Artifact(.frames, out), Artifact(.table, "\(out)/truth.csv")] }

  func run() throws {
    var settings = SurveySimulator.Settings(fields: fields, seed: seed)
    settings.width = width
    settings.height = height
    settings.starDensities = StarDensities(
      starDensity.split(separator: ",").compactMap {
        Double($0.trimmingCharacters(in: .whitespaces))
      })
    (settings.psfTilt, settings.amplifierSteps) = (psfTilt / 100, amplifierSteps)
    let provenance = Invocation.provenance(seed: seed)
    var bar = ProgressBar("simulate", total: fields, unit: "fields")
    let summary = try SurveySimulator(settings).write(
      to: out, workers: work.workers, provenance: provenance
    ) { done in
      bar.update(done)
    }
    bar.finish()
    let terminal = Terminal.shared
    terminal.say("frames   \(summary.frames.count) in \(out)")
    terminal.say(
      "truth    \(summary.stars) stars, \(summary.galaxies) galaxies in \(summary.catalog)")
  }
}
