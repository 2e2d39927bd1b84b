internal import Console
internal import Files
internal import Foundation

/// A pipeline as jobs of Slurm: one for every step that is not up to date, each after the one before.
package struct SlurmSubmission {
  private let runner: PipelineRunner
  private let slurm: SlurmCommands
  /// Of the steps that have something to do.
  package let scripts: [SlurmScript]
  private let steps: [PendingStep]

  /// - Parameters:
  ///   - command: what begins a job's command line: the program, `run` and what is the same for all steps.
  package init(
    of runner: PipelineRunner, _ settings: SlurmSettings, command: [String], by slurm: SlurmCommands
  ) throws {
    try settings.check()
    try runner.checkCommands()
    (self.runner, self.slurm) = (runner, slurm)
    steps = try runner.pending().filter { !$0.isDone }
    scripts = steps.map { pending in
      SlurmScript(
        pending.number, pending.step, of: runner.pipeline.name,
        processes: pending.command.processes,
        command: command + ["--step=\(pending.number)"],
        logs: "\(runner.runFolder)/\(SlurmJobs.folder)",
        settings)
    }
  }

  /// What would be done.
  package var lines: [String] {
    guard !scripts.isEmpty else { return ["\(runner.pipeline.name): all steps are up to date"] }
    var (lines, earlier) = ([String](), nil as String?)
    for script in scripts {
      let words = SlurmCommands.submission(path(of: script), after: earlier.map { "JOB_\($0)" })
      lines.append("$ " + words.joined(separator: " "))
      lines += script.text.split(separator: "\n").map { "    \($0)" }
      earlier = "\(script.number)"
    }
    return lines
  }

  /// Writes the scripts and hands them in.
  package func submit() throws {
    let folder = runner.runFolder
    try Folder.create("\(folder)/\(SlurmJobs.folder)")
    try requireIdle(folder)
    // The first job may be at work in the run's folder before the last one is handed in.
    let lock = try RunLock(folder: "\(folder)/\(SlurmJobs.folder)")
    var jobs = SlurmJobs(in: folder) ?? SlurmJobs()
    let live = try slurm.live()
    let waiting = jobs.jobs.map(\.id).filter { live[$0] != nil }
    guard waiting.isEmpty else {
      throw CommandFailure(
        "cannot submit \(runner.pipeline.name): its \(waiting.count == 1 ? "job" : "jobs") "
          + "\(waiting.joined(separator: ", ")) of before still wait\(waiting.count == 1 ? "s" : "") or run; "
          + "let them end, or scancel \(waiting.joined(separator: " "))")
    }
    var earlier: String?
    for (script, pending) in zip(scripts, steps) {
      try AtomicFile.write(script.text, to: path(of: script))
      let id = try slurm.submit(path(of: script), after: earlier)
      jobs.enter(script.number, pending.step.title, id: id)
      try jobs.write(in: folder)
      runner.terminal.say(
        "[\(script.number)/\(runner.pipeline.steps.count)] \(pending.step.title): job \(id)"
          + (earlier.map { ", after \($0)" } ?? ""))
      earlier = id
    }
    if scripts.isEmpty { for line in lines { runner.terminal.say(line) } }
    _ = consume lock
  }

  private func requireIdle(_ folder: String) throws {
    let lock = try RunLock(folder: folder)
    _ = consume lock
  }

  private func path(of script: SlurmScript) -> String {
    "\(runner.runFolder)/\(SlurmJobs.folder)/\(script.name).sh"
  }
}
