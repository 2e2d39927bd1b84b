internal import Foundation

/// A step of a run and whether there is anything to do for it.
package struct PendingStep {
  /// From 1.
  package let number: Int
  package let step: PipelineStep
  package let arguments: [String]
  package let command: ParsedStep
  /// What the run remembers of it.
  package let record: StepRecord?
  /// Whether its outputs are those of these inputs and options, and no step before it makes its inputs anew.
  package let isDone: Bool
}

extension PipelineRunner {
  /// All steps, by what is there now.
  package func pending() throws -> [PendingStep] {
    try inRunFolder { manifest in
      // What steps will make anew.
      var renewed: Set<String> = []
      return try pipeline.steps.enumerated().map { index, step in
        let (arguments, command) = try parsed(step)
        let record = manifest?.record(index + 1, step.title)
        let isDone =
          !command.reads.contains { renewed.contains($0.path) }
          && record?.isStill(arguments, command.reads + command.writes) == true
        if !isDone { renewed.formUnion(command.writes.paths) }
        return PendingStep(
          number: index + 1, step: step, arguments: arguments, command: command, record: record,
          isDone: isDone)
      }
    }
  }

  /// Calls `body` in the run's folder with its manifest, or where one stands where there is no such folder.
  package func inRunFolder<Result>(_ body: (RunManifest?) throws -> Result) rethrows -> Result {
    let before = FileManager.default.currentDirectoryPath
    let isThere = FileManager.default.changeCurrentDirectoryPath(runFolder)
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    return try body(isThere ? RunManifest(in: ".") : nil)
  }
}
