import Commands
import Files
import Foundation
import Pipelines
import TestSupport
import Testing

/// `galaxy-aep run --on slurm` with a cluster that is made up: its `sbatch` does a job at once.
@Suite(.enabled(if: BuiltProgram.isThere, "the program is not built beside the tests"))
final class RunOnSlurmTests {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try Folder.create("\(folder)/bin")
    try """
    name: small
    steps:
      - simulate: {fields: 1, seed: 5, width: 256, height: 256, out: frames}
      - ingest: {inputs: frames, out: cutouts, size: 32}
    """.write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
    let scripts = [
      "sbatch": """
      echo "$@" >>"\(folder)/asked"
      number=$(($(wc -l <"\(folder)/asked") + 100))
      [ -e "\(folder)/busy" ] || bash "${!#}" >"\(folder)/job-$number" 2>&1
      echo "$number"
      """,
      "squeue": "cat \"\(folder)/busy\" 2>/dev/null; exit 0",
      "sacct": "echo 'Slurm accounting storage is disabled' >&2; exit 1",
    ]
    for (name, text) in scripts {
      try writeProgram("#!/bin/bash\n\(text)\n", to: "\(folder)/bin/\(name)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func jobsDoWhatALaptopDoes() throws {
    let plan = try run("--on", "slurm", "--dry-run", "--nodes=4", "--cores=8", "--account=sky")
    #expect(plan.status == 0 && plan.errors.isEmpty, "\(plan.errors)")
    #expect(
      plan.output.contains("    #SBATCH --nodes=4\n")
        && plan.output.contains("    #SBATCH --account=sky\n"))
    #expect(
      plan.output.contains(
        "    exec srun --kill-on-bad-exit=1 --cpus-per-task=8 \(BuiltProgram.address.resolvingSymlinksInPath().path) run "
      ))
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/runs"))

    let first = try run("--on=slurm")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output == "[1/2] simulate: job 101\n[2/2] ingest: job 102, after 101\n")
    let place = "\(folder)/runs/small/slurm"
    #expect(
      try text("asked") == """
        --parsable \(place)/1-simulate.sh
        --parsable --dependency=afterok:101 \(place)/2-ingest.sh

        """)
    let log = try text("job-102")
    #expect(log.contains("kept"), "\(log)")
    let manifest = try #require(RunManifest(in: "\(folder)/runs/small"))
    #expect(manifest.steps.map(\.state) == [.done, .done])

    let again = try run("--on=slurm")
    #expect(again.output == "small: all steps are up to date\n" && again.status == 0)
    let here = try run()
    #expect(here.errors == "[1/2] simulate: up to date\n[2/2] ingest: up to date\n")
    let status = try run("--status").output.split(separator: "\n")
    #expect(status[0] == "small: 2 steps in \(folder)/runs/small")
    #expect(status[1].hasPrefix("[1] simulate: done in "))
    let other = try run("--on=slurm", "--set=ingest.threshold=3")
    #expect(other.output == "[2/2] ingest: job 103\n", "\(other.errors)")
  }

  @Test func whatWaitsIsToldAndNotSubmittedAgain() throws {
    try "101|PENDING|0:00|(Priority)\n102|PENDING|0:00|(Dependency)\n".write(
      toFile: "\(folder)/busy", atomically: true, encoding: .utf8)
    #expect(try run("--on=slurm").status == 0)
    let again = try run("--on=slurm")
    #expect(
      again.errors
        == "Error: cannot submit small: its jobs 101, 102 of before still wait or run; let them end, or scancel 101 102\n"
        && again.status == 1)
    #expect(
      try run("--status").output == """
        small: 2 steps in \(folder)/runs/small
        [1] simulate: job 101 pending 0:00 (Priority)
        [2] ingest: job 102 pending 0:00 (Dependency)

        """)
    try FileManager.default.removeItem(atPath: "\(folder)/busy")
    #expect(
      try run("--status").output.hasSuffix(
        "[2] ingest: to do; job 102 no longer in the queue, see slurm/*-102.log\n"))
  }

  @Test(arguments: [
    (
      ["--nodes=2"],
      "--account, --partition, --nodes, --cores, --time, --mpi and --slurm-option are for --on slurm."
    ),
    (
      ["--status", "--dry-run"],
      "--status and --step stand alone: without --dry-run, --on and each other."
    ),
    (["--step=9"], "Error: cannot do step 9 of small: it has 2 steps"),
    (
      ["--on=slurm", "--time=soon"],
      "Error: cannot ask Slurm for --time soon: write minutes, HH:MM:SS or D-HH:MM:SS"
    ),
  ])
  func mistakesAreTold(options: [String], expected: String) throws {
    let result = try run(options)
    #expect(result.status != 0 && result.errors.contains(expected), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/asked"))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  private func run(_ options: String...) throws -> (status: Int32, output: String, errors: String) {
    try run(options)
  }

  private func run(_ options: [String]) throws -> (status: Int32, output: String, errors: String) {
    let (process, output, errors) = (Process(), Pipe(), Pipe())
    process.executableURL = BuiltProgram.address
    process.arguments = ["run", "\(folder)/small.yaml", "--runs-dir=\(folder)/runs"] + options
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(folder)/bin:" + (environment["PATH"] ?? "/usr/bin:/bin")
    process.environment = environment
    (process.standardOutput, process.standardError) = (output, errors)
    try process.run()
    let texts = [output, errors].map {
      String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    process.waitUntilExit()
    return (process.terminationStatus, texts[0], texts[1])
  }
}
