import Console
import Pipelines
import Testing

@Suite struct PipelineTests {
  let paths = PathExpansion(data: "/data", here: "/pipelines")

  @Test func aStepIsACommandLine() throws {
    let pipeline = try Pipeline(
      yaml: """
        # a comment
        name: small
        steps:
          - ingest: {inputs: [$DATA/a.fits, b.fits], out: cutouts}
          - pretrain: {inputs: cutouts, epochs: 10, resume: true, quick: false}
          - plot roc: {inputs: scores.fits, out: figures/roc.png}
        """, path: "pipelines/x.yaml")
    #expect(pipeline.name == "small")
    let lines = try pipeline.steps.map { try $0.arguments(expanding: paths) }
    #expect(
      lines == [
        ["ingest", "/data/a.fits", "b.fits", "--out=cutouts"],
        ["pretrain", "cutouts", "--epochs=10", "--resume"],
        ["plot", "roc", "scores.fits", "--out=figures/roc.png"],
      ])
  }

  @Test func aPipelineIsNamedAfterItsFile() throws {
    let pipeline = try Pipeline(yaml: "steps: [simulate]", path: "pipelines/demo.yaml")
    #expect(pipeline.name == "demo")
    #expect(pipeline.steps == [PipelineStep(title: "simulate")])
  }

  @Test(arguments: ["../x", "/tmp/x", "a/b", "..", ".", ".hidden", ""])
  func aNameCannotLeadOutOfTheFolderOfRuns(name: String) {
    #expect(
      throws: CommandFailure(
        "cannot read the pipeline x.yaml: its name \(name) cannot be the name of a run's folder; use "
          + "letters, digits, - and _")
    ) { try Pipeline(yaml: "name: '\(name)'\nsteps: [simulate]", path: "x.yaml") }
  }

  @Test func anOptionCanBeSetFromOutside() throws {
    var pipeline = try Pipeline(
      yaml: "steps: [{pretrain: {inputs: cutouts, epochs: 10}}]", path: "x.yaml")
    try pipeline.set("pretrain.epochs=2")
    try pipeline.set("pretrain.seed=7")
    try pipeline.set("pretrain.inputs=others")
    let words = try pipeline.steps[0].arguments(expanding: paths)
    #expect(words == ["pretrain", "others", "--epochs=2", "--seed=7"])
  }

  @Test(arguments: [
    (
      "pretrian.epochs=2",
      "cannot use --set pretrian.epochs=2: no step is called pretrian; did you mean pretrain?"
    ),
    ("epochs=2", "cannot use --set epochs=2: write step.option=value"),
    ("pretrain.epochs", "cannot use --set pretrain.epochs: write step.option=value"),
  ])
  func aWrongAssignmentIsExplained(assignment: String, message: String) throws {
    var pipeline = try Pipeline(yaml: "steps: [{pretrain: {epochs: 10}}]", path: "x.yaml")
    #expect(throws: CommandFailure(message)) { try pipeline.set(assignment) }
  }

  @Test(arguments: [
    ("steps: []", "it needs `steps:`, a list of commands"),
    ("- ingest", "it needs `steps:`, a list of commands"),
    (
      "stages: [a]\nsteps: [b]",
      "it has `stages`, but only `name`, `needs` and `steps` mean something there"
    ),
    (
      "steps:\n  - {a: 1, b: 2}",
      "a step in line 2 must look like `- command: {option: value}`"
    ),
    ("steps: [{ingest: 5}]", "what follows `ingest:` must look like {option: value}"),
    (
      "steps: [{ingest: {out: [[1], 2]}}]",
      "the option `out` of `ingest` must be one value or a list of them"
    ),
  ])
  func aBrokenPipelineIsExplained(yaml: String, reason: String) {
    #expect(throws: CommandFailure("cannot read the pipeline x.yaml: \(reason)")) {
      try Pipeline(yaml: yaml, path: "x.yaml")
    }
  }

  @Test func aMissingPipelineIsExplained() {
    #expect(
      throws: CommandFailure(
        "cannot read the pipeline no/such.yaml: no such file; the ones that come with the program "
          + "are in pipelines/")
    ) { try Pipeline(contentsOf: "no/such.yaml") }
  }

  @Test func aWildcardThatMatchesNothingIsExplained() {
    #expect(
      throws: CommandFailure(
        "cannot find the files of the pipeline: nothing matches /data/no-*.fits; set "
          + "GALAXY_AEP_DATA to the folder that holds the data")
    ) { try paths.expand("$DATA/no-*.fits") }
  }
}
