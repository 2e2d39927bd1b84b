internal import Console

/// How far a run is, step by step: by its manifest, and by Slurm where it was submitted.
package struct RunStatus {
  package let lines: [String]

  package init(of runner: PipelineRunner, by slurm: SlurmCommands) throws {
    let manifest = RunManifest(in: runner.runFolder)
    let jobs = SlurmJobs(in: runner.runFolder)
    let live = try jobs.map { _ in try slurm.live() } ?? [:]
    let ended = try slurm.ended((jobs?.jobs ?? []).map(\.id).filter { live[$0] == nil })
    var lines = [
      "\(runner.pipeline.name): \(runner.pipeline.steps.count) steps in \(runner.runFolder)"
    ]
    for (index, step) in runner.pipeline.steps.enumerated() {
      let (number, title) = (index + 1, step.title)
      let record = manifest?.record(number, title)
      let id = jobs?.id(of: number, title)
      lines.append("[\(number)] \(title): \(Self.words(record, id, live, ended))")
    }
    self.lines = lines
  }

  private static func words(
    _ record: StepRecord?, _ id: String?, _ live: [String: SlurmCommands.Job],
    _ ended: [String: SlurmCommands.Job]
  ) -> String {
    if let id, let job = live[id] { return "job \(id) \(job.words)" }
    if let record, record.state == .done {
      let time = record.seconds.map { " in \(ProgressBar.clock($0))" } ?? ""
      let room = record.megabytes.map { " with \($0) MB" } ?? ""
      return "done\(time)\(room)"
    }
    let state = record == nil ? "to do" : "begun and not finished"
    guard let id else { return state }
    let words = ended[id].map { $0.words } ?? "no longer in the queue"
    return "\(state); job \(id) \(words), see slurm/*-\(id).log"
  }
}
