internal import Console
internal import Files
internal import Foundation

/// The job that does one step of a pipeline.
package struct SlurmScript: Equatable {
  /// From 1.
  package let number: Int
  /// "3-plot-roc".
  package let name: String
  /// What `sbatch` is given.
  package let text: String

  /// - Parameters:
  ///   - processes: the most that may share the step.
  ///   - command: the command line that does it.
  package init(
    _ number: Int, _ step: PipelineStep, of pipeline: String, processes: Int, command: [String],
    logs folder: String, _ settings: SlurmSettings
  ) {
    self.number = number
    let words = step.title.split(separator: " ").joined(separator: "-")
    name = "\(number)-\(words)"
    let nodes = min(settings.nodes, processes)
    // Slurm takes % for the beginning of a number of its own.
    let log = "\(folder)/\(name)-%j.log".replacing("%", with: "%%").replacing(
      "-%%j.log", with: "-%j.log")
    var options = [
      "--job-name=\(Self.word(pipeline))-\(name)", "--output=\(Self.quoted(log))",
      "--nodes=\(nodes)",
      "--ntasks-per-node=1",
    ]
    func ask(_ name: String, _ value: String?) {
      if let value { options.append("--\(name)=\(value)") }
    }
    ask("cpus-per-task", settings.cores.map(String.init))
    ask("account", settings.account)
    ask("partition", settings.partition)
    ask("time", settings.time)
    // Two minutes before the end a training writes its checkpoint.
    options += [
      nodes > 1 ? "--signal=TERM@120" : "--signal=B:TERM@120", "--kill-on-invalid-dep=yes",
    ]
    options += settings.options
    var start: [String] = []
    if nodes > 1 {
      // Without being told, the others would wait for a process that is lost.
      start = ["srun", "--kill-on-bad-exit=1"] + (settings.mpi.map { ["--mpi=\($0)"] } ?? [])
      // Newer versions of srun do not take it from the job.
      start += settings.cores.map { ["--cpus-per-task=\($0)"] } ?? []
    }
    text =
      "#!/bin/bash\n# \(Provenance.currentProgram)\n"
      + options.map { "#SBATCH \($0)\n" }.joined()
      + "exec \(CommandLineText.quoted(start + command))\n"
  }

  private static func word(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
  }

  private static func quoted(_ path: String) -> String {
    path.contains(where: \.isWhitespace) ? "\"\(path)\"" : path
  }
}
