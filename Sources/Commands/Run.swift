internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Pipelines
internal import Ranks
internal import Reports

/// `galaxy-aep run PIPELINE`: all the steps of an experiment, one after the other.
struct Run: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a pipeline: every step of an experiment, from frames to figures.",
    discussion: """
      Outputs go to runs/NAME in the present folder. A step whose inputs, options and outputs are \
      unchanged since it last finished is not run again.

      Example: galaxy-aep run demo
      Example: galaxy-aep run pipelines/sdss.yaml --set pretrain.epochs=20
      Example: galaxy-aep run survey.yaml --on slurm --nodes 4 --cores 32 --time 4:00:00
      """)

  @Argument(
    help:
      "The pipeline file, or the name of one that comes with the program (`galaxy-aep pipelines`).",
    completion: .of(.pipeline))
  var pipeline: String

  @Option(
    name: .customLong("set"),
    help: "Replace one option, as STEP.OPTION=VALUE. Repeatable. Default: none.")
  var assignments: [String] = []

  @Option(help: "The folder in which the run's own folder is made.", completion: .directory)
  var runsDir = "runs"

  @Option(
    help:
      "The folder with frames and labels ($DATA in pipelines); default: the environment variable GALAXY_AEP_DATA, else ../shared/data.",
    completion: .directory
  )
  var data: String?

  @Flag(
    help:
      "Only print the steps, their inputs, and what time and room they may take; with --on slurm, the jobs' scripts."
  )
  var dryRun = false

  @Flag(help: "Only print how far the run is, step by step, and what Slurm knows of its jobs.")
  var status = false

  @Option(
    "Do this step only, counted from 1, as the jobs of --on slurm do. Default: all of them.",
    in: 1...100_000)
  var step: Int?

  @OptionGroup(title: "On a cluster") var slurm: SlurmOptions

  func validate() throws {
    if status || step != nil, dryRun || slurm.on == .slurm || status && step != nil {
      throw ValidationError(
        "--status and --step stand alone: without --dry-run, --on and each other.")
    }
  }

  var reads: [Artifact] {
    [Artifact(.pipeline, (try? ShippedPipeline.path(of: pipeline)) ?? pipeline)]
  }
  var writes: [Artifact] { [] }

  func run() throws {
    let file = try ShippedPipeline.path(of: self.pipeline)
    var pipeline = try Pipeline(contentsOf: file)
    for assignment in assignments { try pipeline.set(assignment) }
    let folder =
      data ?? ProcessInfo.processInfo.environment["GALAXY_AEP_DATA"] ?? "../shared/data"
    let here = URL(fileURLWithPath: file).deletingLastPathComponent().path
    let paths = PathExpansion(data: URL(fileURLWithPath: folder).path, here: here)
    guard step != nil || !Ranks.world.areSeveral else {
      throw CommandFailure(
        "cannot run a pipeline as \(Ranks.world.count) processes; start it once, or as jobs with --on slurm --nodes \(Ranks.world.count)"
      )
    }
    if let missing = paths.firstMissing(of: pipeline.needs) {
      Terminal.shared.say(
        "skipped \(pipeline.name): it needs \(missing), which is not there; its first lines say where "
          + "to get it")
      return
    }
    var runner = PipelineRunner(
      pipeline: pipeline, paths: paths, runsFolder: URL(fileURLWithPath: runsDir).path,
      commands: GalaxyAEP.steps, ending: { RunSummary(runFolder: $0).lines })
    if status {
      for line in try RunStatus(of: runner, by: SlurmCommands()).lines {
        Terminal.shared.answer(line)
      }
    } else if slurm.on == .slurm {
      try submit(runner, file, data: paths.data)
    } else if dryRun {
      for line in try DryRun(of: runner).lines { Terminal.shared.answer(line) }
    } else {
      runner.ranks = .world
      try runner.run(only: step)
    }
  }

  private func submit(_ runner: PipelineRunner, _ file: String, data: String) throws {
    var command = [Installation.program, "run", URL(fileURLWithPath: file).path]
    command += ["--runs-dir=\(runner.runsFolder)", "--data=\(data)"]
    command += assignments.map { "--set=\($0)" }
    if Invocation.current?.isOverwriting == true { command.append("--overwrite") }
    let submission = try SlurmSubmission(
      of: runner, slurm.settings, command: command, by: SlurmCommands())
    guard dryRun else { return try submission.submit() }
    for line in submission.lines { Terminal.shared.answer(line) }
  }
}
