internal import ArgumentParser
internal import Pipelines

/// Where the steps of a pipeline run.
enum RunPlace: String, ExpressibleByArgument, CaseIterable {
  case here, slurm
}

/// What is asked of Slurm for the jobs of a pipeline.
struct SlurmOptions: ParsableArguments {
  @Option(
    help: "Where the steps run: here, or slurm: a job for every step, each after the one before.")
  var on = RunPlace.here

  @Option(help: "The account that jobs are charged to. Default: the user's own.")
  var account: String?

  @Option(help: "The partition that jobs run in. Default: the cluster's own.")
  var partition: String?

  @Option(
    "The nodes that share a step that divides (ingest, pretrain, encode), with one process each; other steps have one.",
    in: 1...1024)
  var nodes = 1

  @Option(
    "The cores, and threads, of a process. Default: what Slurm gives by itself.", in: 1...1024)
  var cores: Int?

  @Option(
    help:
      "The longest a step may take: minutes, HH:MM:SS or D-HH:MM:SS. Default: what the partition has."
  )
  var time: String?

  @Option(
    help:
      "How srun starts the processes of a step: pmix for Open MPI, pmi2 for MPICH. Default: as the cluster is set up."
  )
  var mpi: String?

  @Option(
    name: .customLong("slurm-option"), parsing: .unconditionalSingleValue,
    help: "A further option of sbatch: --slurm-option=--qos=long. Repeatable. Default: none.")
  var options: [String] = []

  var settings: SlurmSettings {
    var settings = SlurmSettings()
    (settings.account, settings.partition, settings.time) = (account, partition, time)
    (settings.nodes, settings.cores, settings.mpi) = (nodes, cores, mpi)
    settings.options = options
    return settings
  }

  func validate() throws {
    guard on == .here, settings != SlurmSettings() else { return }
    throw ValidationError(
      "--account, --partition, --nodes, --cores, --time, --mpi and --slurm-option are for --on slurm."
    )
  }
}
