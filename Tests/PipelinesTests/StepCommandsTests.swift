import Console
import Files
import Foundation
import Pipelines
import TestSupport
import Testing

/// A pipeline knows its commands by what is handed in, and nothing else.
@Suite struct StepCommandsTests {
  private struct Mistyped: Error {}

  private func runner(_ steps: [PipelineStep]) -> PipelineRunner {
    PipelineRunner(
      pipeline: Pipeline(name: "made-up", steps: steps),
      paths: PathExpansion(data: "/data", here: "/here"), runsFolder: "/nowhere",
      commands: StepCommands(
        names: ["copy", "count"],
        parse: { arguments in
          guard !arguments.contains("--bogus=1") else { throw Mistyped() }
          guard !arguments.contains("--refused=1") else { throw CommandFailure("cannot copy: no") }
          return ParsedStep(
            reads: [Artifact(.frames, arguments[1])], writes: [Artifact(.cutouts, "out")])
        }, perform: { _, _, _ in }, message: { _ in "there is no --bogus" }))
  }

  private func step(_ title: String, _ option: String = "") -> PipelineStep {
    var step = PipelineStep(title: title, inputs: ["$DATA/in"])
    if !option.isEmpty { step.options = [.init(name: option, value: .text("1"))] }
    return step
  }

  @Test func whatAStepAsksForIsWhatItsCommandDeclares() throws {
    let (arguments, command) = try runner([]).parsed(step("copy", "times"))
    #expect(arguments == ["copy", "/data/in", "--times=1"])
    #expect(command.reads == [Artifact(.frames, "/data/in")])
    #expect(command.writes == [Artifact(.cutouts, "out")] && command.checkpoint == nil)
  }

  @Test func aMistakeNamesStepAndPipelineOnce() {
    let runner = runner([])
    #expect(
      sentence { _ = try runner.parsed(step("copy", "bogus")) }
        == "cannot run the step `copy` of made-up: there is no --bogus")
    #expect(sentence { _ = try runner.parsed(step("copy", "refused")) } == "cannot copy: no")
  }

  @Test(arguments: [
    ("copi", "cannot run the pipeline made-up: there is no step called copi; did you mean copy?"),
    (
      "run x",
      "cannot run the pipeline made-up: there is no step called run; there are: copy, count"
    ),
    ("count rows", "no error"),
  ])
  func onlyItsCommandsAreSteps(title: String, expected: String) {
    #expect(sentence { try runner([step("copy"), step(title)]).checkCommands() } == expected)
  }

  @Test func nothingIsEstimatedWithoutAWorkload() {
    var estimates = StepEstimates(speed: 1e11, threads: 2)
    #expect(estimates.next(nil) == StepEstimates.Estimate())
    #expect(
      estimates.next(.simulating(fields: 3, numbers: 5000))
        == StepEstimates.Estimate(bytes: 3 * 5 * 1000 * 4))
    // The fields that are made are those that are cut.
    #expect(
      estimates.next(.cutting(frames: ["a", "b"], bands: 2, size: 32))
        == StepEstimates.Estimate(bytes: 3 * 550 * 2 * 32 * 32 * 4, seconds: 6))
    #expect(estimates.next(.training(set: "nowhere", epochs: 0, code: 30)).seconds == 0)
  }
}
