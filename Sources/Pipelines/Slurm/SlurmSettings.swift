internal import Console

/// What a user asks of Slurm for the jobs of a pipeline.
package struct SlurmSettings: Equatable {
  package var account: String?
  package var partition: String?
  /// The most nodes that share a step; each has one process.
  package var nodes = 1
  /// Cores of a process; nil: what Slurm gives by itself.
  package var cores: Int?
  /// The longest a step may take, as Slurm writes it; nil: what the partition has.
  package var time: String?
  /// How `srun` starts processes that use MPI; nil: as the cluster is set up.
  package var mpi: String?
  /// Further options of `sbatch`, "--qos=long".
  package var options: [String] = []

  package init() {}

  /// Refuses what would be another line or another word of a script.
  package func check() throws {
    let words = [("--account", account), ("--partition", partition), ("--mpi", mpi)]
    for case (let name, let word?) in words
    where word.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.,@-]*/) == nil {
      throw CommandFailure(
        "cannot ask Slurm for \(name) \(VisibleText.plain(word)): it is a word of letters, digits and _.,@-"
      )
    }
    if let time, time.wholeMatch(of: /([0-9]+-)?[0-9]+(:[0-9]{1,2}){0,2}/) == nil {
      throw CommandFailure(
        "cannot ask Slurm for --time \(VisibleText.plain(time)): write minutes, HH:MM:SS or D-HH:MM:SS"
      )
    }
    for option in options where option.wholeMatch(of: /--[a-z][a-z-]*(=[!-~]+)?/) == nil {
      throw CommandFailure(
        "cannot hand sbatch the option \(VisibleText.plain(option)): write --name or --name=value, without blanks"
      )
    }
  }
}
