internal import ArgumentParser
internal import Console
internal import Files
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

  @OptionGroup var work: WorkOptions

  var reads: [Artifact] { [] }
  var writes: [Artifact] { [Artifact(.frames, out), Artifact(.table, "\(out)/truth.csv")] }

  func run() throws {
    var settings = SurveySimulator.Settings(fields: fields, seed: seed)
    settings.width = width
    settings.height = height
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
