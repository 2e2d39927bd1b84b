internal import ArgumentParser
internal import Files
internal import Foundation

/// Runs the steps of a pipeline inside their run folder.
///
/// Every step is parsed before the first one starts, so that a mistyped option in the last step
/// costs no hour of training. A step whose arguments and files are as its stamp says is skipped.
struct PipelineRunner {
  var pipeline: Pipeline
  var paths: PathExpansion
  /// The folder that all runs live in.
  var runsFolder: String
  var terminal = Terminal.shared

  var runFolder: String { "\(runsFolder)/\(pipeline.name)" }

  func run() throws {
    try checkCommands()
    try Folder.create("\(runFolder)/.steps")
    let before = FileManager.default.currentDirectoryPath
    guard FileManager.default.changeCurrentDirectoryPath(runFolder) else {
      throw CommandFailure("cannot enter the run folder \(runFolder)")
    }
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    try parseAll()
    terminal.startLog()
    defer { writeLog() }
    try writeResolved()
    for (index, step) in pipeline.steps.enumerated() {
      try run(step, number: index + 1)
    }
    for line in RunSummary(runFolder: runFolder).lines { terminal.say(line) }
  }

  private func run(_ step: PipelineStep, number: Int) throws {
    let arguments = try step.arguments(expanding: paths)
    let title = "[\(number)/\(pipeline.steps.count)] \(step.title)"
    let stampPath = Self.stampPath(of: step, number: number)
    if let stamp = StepStamp.read(stampPath), stamp == StepStamp(arguments: arguments) {
      terminal.note("\(title): up to date")
      return
    }
    let most = terminal.isVerbose ? Int.max : 4
    terminal.note("\(title): galaxy-aep \(CommandLineText.quoted(arguments, atMost: most))")
    for out in arguments.filter({ $0.hasPrefix("--out=") }) {
      let folder = (String(out.dropFirst(6)) as NSString).deletingLastPathComponent
      if !folder.isEmpty { try Folder.create(folder) }
    }
    let start = ContinuousClock.now
    PeakMemory.restart()
    try Self.execute(arguments)
    let seconds = ProgressBar.seconds(.now - start)
    terminal.note("\(title): done in \(ProgressBar.clock(seconds)) with \(PeakMemory.megabytes) MB")
    try StepStamp(arguments: arguments).write(to: stampPath)
  }

  /// Where a step's stamp lies in the run folder.
  static func stampPath(of step: PipelineStep, number: Int) -> String {
    let name = step.title.replacingOccurrences(of: " ", with: "-")
    return String(format: ".steps/%02d-%@.json", number, name)
  }

  private static func execute(_ arguments: [String]) throws {
    try CommandLineText.$current.withValue(arguments) {
      var command = try GalaxyAEP.command(of: arguments)
      try command.run()
    }
  }

  func checkCommands() throws {
    for step in pipeline.steps {
      let word = step.title.split(separator: " ").first.map(String.init) ?? ""
      let known = GalaxyAEP.configuration.subcommands.map { $0._commandName }
      guard known.contains(word), word != "run" else {
        throw CommandFailure(
          "cannot run the pipeline \(pipeline.name): there is no step called \(word)"
            + Suggestion.text(for: word, among: known.filter { $0 != "run" }))
      }
    }
  }

  private func parseAll() throws {
    for step in pipeline.steps {
      do {
        _ = try GalaxyAEP.command(of: try step.arguments(expanding: paths))
      } catch let failure as CommandFailure {
        throw failure
      } catch {
        let message = GalaxyAEP.message(for: error)
        throw CommandFailure("cannot run the step `\(step.title)` of \(pipeline.name): \(message)")
      }
    }
  }

  /// Keeps the pipeline as it was run, with every variable and wildcard replaced.
  private func writeResolved() throws {
    var text = "# \(Provenance.currentProgram); run in this folder, one command after the other\n"
    for step in pipeline.steps {
      let arguments = try step.arguments(expanding: paths)
      text += "galaxy-aep \(CommandLineText.quoted(arguments))\n"
    }
    try AtomicFile.write(text, to: "pipeline.sh")
  }

  private func writeLog() {
    let lines = terminal.finishLog()
    let old = (try? String(contentsOfFile: "log.txt", encoding: .utf8)) ?? ""
    try? AtomicFile.write(old + lines.map { $0 + "\n" }.joined(), to: "log.txt")
  }
}
