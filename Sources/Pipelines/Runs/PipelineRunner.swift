package import Console
internal import Files
internal import Foundation
package import Ranks

/// Runs the steps of a pipeline inside their run folder.
///
/// Every step is parsed before the first one starts, so that a mistyped option in the last step
/// costs no hour of training. A step whose arguments and files are as the run's manifest has them is
/// skipped; a training that was stopped goes on from its checkpoint.
package struct PipelineRunner {
  package var pipeline: Pipeline
  package var paths: PathExpansion
  /// The folder that all runs live in.
  package var runsFolder: String
  package var commands: StepCommands
  /// What the run ends with, read from its folder.
  package var ending: (_ runFolder: String) -> [String]
  package var terminal = Terminal.shared
  /// The processes that do the steps together; the first keeps the run's folder.
  package var ranks = Ranks.alone

  package init(
    pipeline: Pipeline, paths: PathExpansion, runsFolder: String, commands: StepCommands,
    ending: @escaping (_ runFolder: String) -> [String] = { ["outputs: \($0)"] }
  ) {
    (self.pipeline, self.paths, self.runsFolder) = (pipeline, paths, runsFolder)
    (self.commands, self.ending) = (commands, ending)
  }

  package var runFolder: String { "\(runsFolder)/\(pipeline.name)" }

  /// - Parameter only: the number of the one step to do, from 1; nil: all.
  package func run(only: Int? = nil) throws {
    try checkCommands()
    if let only, !pipeline.steps.indices.contains(only - 1) {
      throw CommandFailure(
        "cannot do step \(only) of \(pipeline.name): it has \(counted(pipeline.steps.count, "step"))"
      )
    }
    guard ranks.isFirst else { return try help(with: only) }
    try Folder.create(runFolder)
    let lock = try RunLock(folder: runFolder)
    ranks.meet()
    let before = FileManager.default.currentDirectoryPath
    guard FileManager.default.changeCurrentDirectoryPath(runFolder) else {
      throw CommandFailure("cannot enter the run folder \(runFolder)")
    }
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    let writes = try pipeline.steps.flatMap { try parsed($0).command.writes.paths }
    let log = open("log.txt", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
    terminal.log(to: log)
    defer {
      terminal.log(to: -1)
      if log >= 0 { close(log) }
    }
    try writeResolved()
    var manifest = RunManifest(in: ".") ?? RunManifest(name: pipeline.name)
    // What its steps have made is the run's own, and may be made anew.
    var owned = Set(manifest.steps.flatMap(\.writes.paths))
    if Self.isOfOldVersion(".") { owned.formUnion(writes.filter { !$0.contains("/") }) }
    var screen = try StepScreen(of: self, manifest)
    defer { terminal.setBrief(nil) }
    for (index, step) in pipeline.steps.enumerated() where only == nil || only == index + 1 {
      try run(step, number: index + 1, &screen, &manifest, &owned)
    }
    if only == nil || only == pipeline.steps.count {
      for line in ending(runFolder) { terminal.say(line) }
    }
    _ = consume lock
  }

  /// What the other processes do of the steps: what the first one does of them, without the run's folder.
  private func help(with only: Int?) throws {
    ranks.meet()
    let before = FileManager.default.currentDirectoryPath
    guard FileManager.default.changeCurrentDirectoryPath(runFolder) else {
      throw CommandFailure("cannot enter the run folder \(runFolder)")
    }
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    for (index, step) in pipeline.steps.enumerated() where only == nil || only == index + 1 {
      if ranks.any(false) { continue }
      let goesOn = ranks.any(false)
      let (arguments, _) = try parsed(step)
      try commands.perform(goesOn ? arguments + ["--resume"] : arguments, []) {}
    }
  }

  /// Whether a version before 0.2 has run in a folder: it left stamps, and no list of what it made.
  private static func isOfOldVersion(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/.steps")
  }

  private func run(
    _ step: PipelineStep, number: Int, _ screen: inout StepScreen?, _ manifest: inout RunManifest,
    _ owned: inout Set<String>
  ) throws {
    // Wildcards may stand for what steps before have made.
    let (arguments, command) = try parsed(step)
    let (reads, writes) = (command.reads, command.writes)
    let title = "[\(number)/\(pipeline.steps.count)] \(step.title)"
    let before = manifest.record(number, step.title)
    if ranks.any(before?.isStill(arguments, reads + writes) == true) {
      OutputLocks.removeLeftovers(of: writes)
      terminal.note("\(title): up to date")
      return
    }
    let most = terminal.isVerbose ? Int.max : 4
    screen?.begin(number, step.title)
    terminal.tell("\(title): galaxy-aep \(CommandLineText.quoted(arguments, atMost: most))")
    for out in writes {
      let folder = FileName.folder(of: out.path)
      if !folder.isEmpty { try Folder.create(folder) }
    }
    let found = FileStamps(of: reads, earlier: before?.left)
    var record = StepRecord(
      number: number, step: step.title, arguments: arguments, reads: reads, writes: writes,
      found: found)
    let goesOn = ranks.any(
      record.goesOn(after: before) && command.checkpoint.map(FileIdentity.isFile) == true)
    // A checkpoint that another command or other inputs left is of no use to this one.
    if before != nil { owned.formUnion([command.checkpoint].compactMap { $0 }) }
    let start = ContinuousClock.now
    PeakMemory.restart()
    try commands.perform(goesOn ? arguments + ["--resume"] : arguments, owned) {
      manifest.enter(record, of: pipeline.steps.count)
      try manifest.write(in: ".")
    }
    let seconds = ProgressBar.seconds(.now - start)
    let megabytes = PeakMemory.megabytes
    terminal.tell("\(title): done in \(ProgressBar.clock(seconds)) with \(megabytes) MB")
    screen?.end(number, step.title, seconds: seconds, megabytes: megabytes)
    let wrote = FileStamps(of: writes, earlier: found)
    record.finish(seconds: seconds, megabytes: megabytes, wrote: wrote)
    manifest.enter(record, of: pipeline.steps.count)
    try manifest.write(in: ".")
    owned.formUnion(writes.paths)
    noteChanges(of: reads, since: found, but: wrote, title)
    if Interruption.isRequested {
      terminal.note("stopped after \(title); go on with: \(Invocation.resuming())")
      throw Interruption.Stopped()
    }
  }

  /// Tells of inputs that were changed while a step read them: the next run does the step again.
  private func noteChanges(
    of reads: [Artifact], since found: FileStamps, but wrote: FileStamps, _ title: String
  ) {
    let own = Set(wrote.paths)
    let changed = FileStamps(of: reads, earlier: found).differences(from: found)
      .filter { !own.contains($0) }
    guard let first = changed.first else { return }
    let more = changed.count > 1 ? " and \(counted(changed.count - 1, "other file"))" : ""
    terminal.note(
      "warning: \(title): \(first)\(more) changed while the step was at work; the next run does it again"
    )
  }

  package func checkCommands() throws {
    for step in pipeline.steps {
      let typed = step.title.split(separator: " ").map(String.init)
      let word = Spelling(typed).arguments.first ?? ""
      guard commands.names.contains(word) else {
        throw CommandFailure(
          "cannot run the pipeline \(pipeline.name): there is no step called \(word)"
            + Suggestion.text(for: word, among: commands.names))
      }
    }
  }

  /// A step's command line and what it asks for.
  package func parsed(
    _ step: PipelineStep
  ) throws -> (arguments: [String], command: ParsedStep) {
    let arguments = try step.arguments(expanding: paths)
    do {
      return (arguments, try commands.parse(arguments))
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        "cannot run the step `\(step.title)` of \(pipeline.name): \(commands.message(error))")
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
}
