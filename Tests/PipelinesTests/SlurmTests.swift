import Console
import Files
import Foundation
import Pipelines
import Synchronization
import TestSupport
import Testing

/// A pipeline as jobs of Slurm, whose commands are made up here.
@Suite struct SlurmTests {
  /// `ingest` divides over any number of processes, `pretrain` over eight, `plot` not at all.
  private func runner(_ folder: String, steps: [String] = ["ingest", "pretrain", "plot roc"])
    -> PipelineRunner
  {
    PipelineRunner(
      pipeline: Pipeline(name: "sky", steps: steps.map { PipelineStep(title: $0) }),
      paths: PathExpansion(data: "/data", here: "/here"), runsFolder: folder,
      commands: StepCommands(
        names: ["ingest", "pretrain", "plot"],
        parse: { arguments in
          let processes = ["ingest": Int.max, "pretrain": 8][arguments[0]] ?? 1
          let made = ["ingest": "set", "pretrain": "model", "plot": "figure"]
          let read = ["pretrain": "set", "plot": "model"]
          return ParsedStep(
            reads: read[arguments[0]].map { [Artifact(.file, $0)] } ?? [],
            writes: made[arguments[0]].map { [Artifact(.file, $0)] } ?? [], processes: processes)
        },
        perform: { arguments, _, allowed in
          try allowed()
          let made = ["ingest": "set", "pretrain": "model", "plot": "figure"]
          try AtomicFile.write(arguments[0], to: made[arguments[0]] ?? "")
        }, message: { "\($0)" }), ending: { _ in [] })
  }

  /// What Slurm was asked, and what it answers.
  private final class Cluster: Sendable {
    private let state = Mutex<(asked: [[String]], queue: String, accounts: String?, next: Int)>(
      ([], "", nil, 101))

    var asked: [[String]] { state.withLock { $0.asked } }
    func set(queue: String, accounts: String? = nil) {
      state.withLock { ($0.queue, $0.accounts) = (queue, accounts) }
    }
    func fail(from job: Int) { state.withLock { $0.next = -job } }

    var commands: SlurmCommands {
      SlurmCommands { words in
        self.state.withLock { state in
          state.asked.append(words)
          switch words[0] {
          case "sbatch" where state.next < 0:
            return .init(
              status: 1,
              complaint: "sbatch: error: Batch job submission failed: Invalid account\nmore\n")
          case "sbatch":
            state.next += 1
            return .init(output: "\(state.next - 1);cluster\n")
          case "squeue": return .init(output: state.queue)
          case "sacct": return state.accounts.map { .init(output: $0) } ?? .init(status: 1)
          default: return .init(status: 127)
          }
        }
      }
    }
  }

  private static let command = [
    "/opt/bin/galaxy-aep", "run", "/home/me/my sky.yaml", "--runs-dir=/runs",
  ]

  @Test func aStepThatDividesIsStartedOnAllNodes() throws {
    var settings = SlurmSettings()
    (settings.nodes, settings.cores, settings.mpi) = (16, 32, "pmix")
    (settings.account, settings.partition, settings.time) = ("sdss", "long", "1-12:00:00")
    settings.options = ["--qos=high"]
    let folder = NSTemporaryDirectory() + "nowhere-\(UUID().uuidString)"
    let scripts = try SlurmSubmission(
      of: runner(folder), settings, command: Self.command, by: Cluster().commands
    ).scripts
    #expect(scripts.map(\.name) == ["1-ingest", "2-pretrain", "3-plot-roc"])
    #expect(
      scripts[1].text == """
        #!/bin/bash
        # \(Provenance.currentProgram)
        #SBATCH --job-name=sky-2-pretrain
        #SBATCH --output=\(folder)/sky/slurm/2-pretrain-%j.log
        #SBATCH --nodes=8
        #SBATCH --ntasks-per-node=1
        #SBATCH --cpus-per-task=32
        #SBATCH --account=sdss
        #SBATCH --partition=long
        #SBATCH --time=1-12:00:00
        #SBATCH --signal=TERM@120
        #SBATCH --kill-on-invalid-dep=yes
        #SBATCH --qos=high
        exec srun --kill-on-bad-exit=1 --mpi=pmix --cpus-per-task=32 /opt/bin/galaxy-aep run '/home/me/my sky.yaml' --runs-dir=/runs --step=2

        """)
    #expect(scripts[0].text.contains("#SBATCH --nodes=16\n"))
    #expect(scripts[2].text.contains("#SBATCH --nodes=1\n"))
  }

  @Test func aStepByItselfNeedsNoLauncher() throws {
    let folder = NSTemporaryDirectory() + "no where-\(UUID().uuidString)-5%"
    let scripts = try SlurmSubmission(
      of: runner(folder), SlurmSettings(), command: Self.command, by: Cluster().commands
    ).scripts
    #expect(
      scripts[2].text == """
        #!/bin/bash
        # \(Provenance.currentProgram)
        #SBATCH --job-name=sky-3-plot-roc
        #SBATCH --output="\(folder)%/sky/slurm/3-plot-roc-%j.log"
        #SBATCH --nodes=1
        #SBATCH --ntasks-per-node=1
        #SBATCH --signal=B:TERM@120
        #SBATCH --kill-on-invalid-dep=yes
        exec /opt/bin/galaxy-aep run '/home/me/my sky.yaml' --runs-dir=/runs --step=3

        """)
  }

  @Test func eachJobWaitsForTheOneBefore() throws {
    try withTemporaryFolder { folder in
      let cluster = Cluster()
      let submission = try SlurmSubmission(
        of: runner(folder), SlurmSettings(), command: Self.command, by: cluster.commands)
      let place = "\(folder)/sky/slurm"
      let told = submission.lines.filter { $0.hasPrefix("$ ") }
      #expect(
        told == [
          "$ sbatch --parsable \(place)/1-ingest.sh",
          "$ sbatch --parsable --dependency=afterok:JOB_1 \(place)/2-pretrain.sh",
          "$ sbatch --parsable --dependency=afterok:JOB_2 \(place)/3-plot-roc.sh",
        ])
      #expect(cluster.asked.isEmpty && !FileManager.default.fileExists(atPath: place))
      try submission.submit()
      #expect(
        cluster.asked.dropFirst() == [
          ["sbatch", "--parsable", "\(place)/1-ingest.sh"],
          ["sbatch", "--parsable", "--dependency=afterok:101", "\(place)/2-pretrain.sh"],
          ["sbatch", "--parsable", "--dependency=afterok:102", "\(place)/3-plot-roc.sh"],
        ])
      #expect(
        try String(contentsOfFile: "\(place)/2-pretrain.sh", encoding: .utf8)
          == submission.scripts[1].text)
    }
  }

  @Test func whatStillWaitsIsNotSubmittedTwice() throws {
    try withTemporaryFolder { folder in
      let cluster = Cluster()
      func submission() throws -> SlurmSubmission {
        try SlurmSubmission(
          of: runner(folder), SlurmSettings(), command: Self.command, by: cluster.commands)
      }
      // Both are made before there is a folder of the run to go to.
      let (first, second) = (try submission(), try submission())
      try first.submit()
      cluster.set(
        queue: "102|RUNNING|1:02|node[1-2]\n103|PENDING|0:00|(Dependency)\n7|RUNNING|9:00|node3\n")
      #expect(
        sentence { try second.submit() }
          == "cannot submit sky: its jobs 102, 103 of before still wait or run; let them end, or scancel 102 103"
      )
      #expect(
        try RunStatus(of: runner(folder), by: cluster.commands).lines == [
          "sky: 3 steps in \(folder)/sky",
          "[1] ingest: to do; job 101 no longer in the queue, see slurm/*-101.log",
          "[2] pretrain: job 102 running 1:02 (node[1-2])",
          "[3] plot roc: job 103 pending 0:00 (Dependency)",
        ])
    }
  }

  @Test func whatSlurmRefusesIsToldInItsWords() throws {
    try withTemporaryFolder { folder in
      let cluster = Cluster()
      cluster.fail(from: 1)
      func submit(_ name: String, _ commands: SlurmCommands) -> String {
        sentence {
          try SlurmSubmission(
            of: runner("\(folder)/\(name)"), SlurmSettings(), command: Self.command, by: commands
          ).submit()
        }
      }
      #expect(
        submit("one", cluster.commands)
          == "cannot submit \(folder)/one/sky/slurm/1-ingest.sh: sbatch: error: Batch job submission failed: Invalid account"
      )
      #expect(
        submit("two", SlurmCommands { _ in .init(status: 127) })
          == "cannot ask for the jobs of the run: there is no squeue on this machine; run it where jobs are submitted"
      )
    }
  }

  @Test(arguments: [
    (
      "account", "a b",
      "cannot ask Slurm for --account a b: it is a word of letters, digits and _.,@-"
    ),
    (
      "partition", "x\n#SBATCH --uid=0",
      "cannot ask Slurm for --partition x\n#SBATCH --uid=0: it is a word of letters, digits and _.,@-"
    ),
    (
      "time", "tomorrow",
      "cannot ask Slurm for --time tomorrow: write minutes, HH:MM:SS or D-HH:MM:SS"
    ),
    (
      "option", "rm -rf",
      "cannot hand sbatch the option rm -rf: write --name or --name=value, without blanks"
    ),
    ("time", "90", "no error"), ("time", "2-00:30:00", "no error"),
    ("option", "--gres=gpu:1", "no error"),
    ("account", "phys.123", "no error"),
  ])
  func whatIsAskedIsOneWord(name: String, value: String, expected: String) {
    var settings = SlurmSettings()
    switch name {
    case "account": settings.account = value
    case "partition": settings.partition = value
    case "time": settings.time = value
    default: settings.options = [value]
    }
    #expect(sentence { try settings.check() } == expected)
  }
}
