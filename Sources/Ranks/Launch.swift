/// What a launcher says of the processes that it started, in their environment.
package struct Launch: Sendable, Equatable {
  /// The launcher's name, for messages.
  package let launcher: String
  /// How many processes it started.
  package let count: Int

  package init(_ launcher: String, count: Int) { (self.launcher, self.count) = (launcher, count) }

  /// Nil where a process was started by itself. Slurm tells the commands of a batch script of the job's tasks too: they are
  /// of a step only where `srun` started them.
  package init?(_ environment: [String: String]) {
    func count(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    if let count = count("OMPI_COMM_WORLD_SIZE") {
      self.init("mpirun", count: count)
    } else if let count = count("PMI_SIZE") {
      self.init("mpiexec", count: count)
    } else if environment["SLURM_PROCID"] != nil, let step = environment["SLURM_STEP_ID"],
      Int(step) != nil, let count = count("SLURM_STEP_NUM_TASKS")
    {
      self.init("srun", count: count)
    } else {
      return nil
    }
  }
}
