import Commands
import Console
import Files
import Foundation
import Pipelines
import Testing

/// `galaxy-aep run` as a program of its own: it works inside the run folder, which a test that
/// shares its process with others must not.
@Suite(.enabled(if: BuiltProgram.isThere, "the program is not built beside the tests"))
final class RunTests {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  init() throws {
    try Folder.create(folder)
    try """
    name: small
    steps:
      - simulate: {fields: 1, seed: 5, width: 256, height: 256, out: frames}
      - ingest: {inputs: frames, out: cutouts, size: 32, replace: true}
    """.write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func aDryRunMakesNothingAndEstimates() throws {
    let plan = try run("--dry-run")
    #expect(plan.status == 0 && plan.errors.isEmpty, "\(plan.errors)")
    let lines = plan.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "small: 2 steps in \(folder)/runs/small")
    #expect(lines.contains { $0.hasPrefix("[2] ingest (about ") })
    #expect(lines.contains("    reads frames: made by step 1"))
    #expect(lines.contains("    writes about 1 MB") && lines.contains("    writes about 11 MB"))
    #expect(lines.contains { $0.hasPrefix("room    about 12 MB") })
    #expect(lines.last?.hasPrefix("time    about ") == true)
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/runs"))
  }

  @Test func whatIsDoneIsNotDoneAgain() throws {
    let first = try run()
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("kept"))
    let second = try run()
    #expect(
      second.errors == "[1/2] simulate: up to date\n[2/2] ingest: up to date\n"
        && second.status == 0)
    let third = try run("--set", "ingest.threshold=3")
    #expect(third.errors.hasPrefix("[1/2] simulate: up to date\n[2/2] ingest: galaxy-aep ingest"))
    #expect(third.status == 0, "\(third.errors)")
  }

  @Test func whatNeedsAbsentDataIsSkippedWithAWord() throws {
    try """
    name: small
    needs: [$HERE/small.yaml, $HERE/absent/*.bin]
    steps:
      - simulate: {fields: 1, out: frames}
    """.write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
    let result = try run()
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output.hasPrefix("skipped small: it needs "))
    #expect(
      result.output.hasSuffix(
        "/absent/*.bin, which is not there; its first lines say where to get it\n"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/runs/small"))
  }

  @Test(arguments: [
    (
      "ingst: {}",
      "Error: cannot run the pipeline small: there is no step called ingst; did you mean ingest?"
    ),
    (
      "ingest: {inputs: frames, sise: 3}",
      "Error: cannot run the step `ingest` of small: Unknown option '--sise'. Did you mean '--size'?"
    ),
  ])
  func aMistakeIsFoundBeforeAnythingRuns(step: String, message: String) throws {
    try "name: small\nsteps:\n  - simulate: {out: frames}\n  - \(step)\n"
      .write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
    let result = try run()
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix(message), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/runs/small/frames"))
  }

  @Test func theManifestSaysWhatWasDone() throws {
    #expect(try run().status == 0)
    let manifest = try #require(RunManifest(in: "\(folder)/runs/small"))
    #expect(manifest.name == "small" && manifest.steps.map(\.step) == ["simulate", "ingest"])
    #expect(manifest.steps.allSatisfy { $0.state == .done && $0.seconds != nil })
    #expect(
      manifest.steps[0].writes == [
        Artifact(.frames, "frames"), Artifact(.table, "frames/truth.csv"),
      ])
    #expect(manifest.steps[1].reads == [Artifact(.frames, "frames")])
    #expect(manifest.steps[1].writes == [Artifact(.cutouts, "cutouts")])
  }

  /// A run replaces what it made, and nothing else.
  @Test func whatARunFindsInItsFolderStays() throws {
    try Folder.create("\(folder)/runs/small/frames")
    try "mine".write(
      toFile: "\(folder)/runs/small/frames/truth.csv", atomically: true, encoding: .utf8)
    for _ in 1...2 {
      let result = try run()
      #expect(result.status == 1)
      #expect(result.errors.contains("cannot write frames/truth.csv: a file of that name is there"))
    }
    #expect(
      try String(contentsOfFile: "\(folder)/runs/small/frames/truth.csv", encoding: .utf8)
        == "mine")
    #expect(try run("--overwrite").status == 0)
  }

  /// Frames that were calibrated anew are other frames, whatever their names, sizes and times.
  @Test func changedPixelsAreCutAnew() throws {
    #expect(try run().status == 0)
    let frames = "\(folder)/runs/small/frames"
    let name = try #require(try Folder.names(in: frames).first { $0.contains("frame-r") })
    let before = try Data(contentsOf: URL(fileURLWithPath: "\(frames)/\(name)"))
    var after = before
    // Somewhere among the pixels; what the checksum says of it is another matter.
    after[before.count / 2] ^= 1
    try after.write(to: URL(fileURLWithPath: "\(frames)/\(name)"))
    try """
    name: again
    steps:
      - ingest: {inputs: \(frames), out: cutouts, size: 32, replace: true}
    """.write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
    #expect(try run().status == 0)
    try before.write(to: URL(fileURLWithPath: "\(frames)/\(name)"))
    let again = try run()
    #expect(again.status == 0 && !again.output.contains("already done"), "\(again.output)")
  }

  @Test func onlyOneRunWorksInAFolder() throws {
    try Folder.create("\(folder)/runs/small")
    let lock = open("\(folder)/runs/small/.lock", O_RDWR | O_CREAT, 0o644)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    try "process 7 on there (since yesterday)".write(
      toFile: "\(folder)/runs/small/.lock", atomically: false, encoding: .utf8)
    let result = try run()
    #expect(result.status == 1)
    #expect(
      result.errors
        == "Error: cannot run in \(folder)/runs/small: process 7 on there (since yesterday) is at work "
        + "there; wait until it is done, or choose another folder with --runs-dir\n")
  }

  /// Stopped in its training, a run goes on from the checkpoint when it is started again.
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func aStoppedTrainingGoesOn(signal: Int32, status: Int32) throws {
    guard !Interruption.isIgnored(signal) else { return }
    try """
    name: small
    steps:
      - simulate: {fields: 1, seed: 5, width: 256, height: 256, out: frames}
      - ingest: {inputs: frames, out: cutouts, size: 32}
      - pretrain: {inputs: cutouts, code: 4, epochs: 100, batch-size: 8}
    """.write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
    let training = try start(writing: "first")
    try wait(for: "epoch 2/100", in: "first", by: training)
    // What is said is kept while it is said, not only at the end.
    let log = try text("runs/small/log.txt")
    #expect(training.isRunning && log.contains("epoch 1/100"), "\(log)")
    kill(training.processIdentifier, signal)
    training.waitUntilExit()
    let first = try text("first")
    #expect(training.terminationStatus == status, "\(first)")
    #expect(first.contains("stopped; go on with: galaxy-aep run "), "\(first)")
    #expect(RunManifest(in: "\(folder)/runs/small")?.steps.last?.state == .running)
    let again = try start(writing: "second")
    try wait(for: "epoch ", in: "second", by: again)
    again.interrupt()
    again.waitUntilExit()
    let second = try text("second")
    #expect(second.contains("[2/3] ingest: up to date"))
    #expect(second.contains("epoch ") && !second.contains("epoch 1/100"), "\(second)")
  }

  /// A training listens to signals to store its checkpoint; steps behind it end by them as ever.
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func aSignalBehindATrainingEndsTheRun(signal: Int32, status: Int32) throws {
    guard !Interruption.isIgnored(signal) else { return }
    try """
    name: small
    steps:
      - simulate: {fields: 1, seed: 5, width: 256, height: 256, out: frames}
      - ingest: {inputs: frames, out: cutouts, size: 32}
      - pretrain: {inputs: cutouts, code: 4, epochs: 1, batch-size: 8}
      - simulate: {fields: 900, seed: 6, width: 512, height: 512, out: more}
    """.write(toFile: "\(folder)/small.yaml", atomically: true, encoding: .utf8)
    let process = try start(writing: "said")
    try wait(for: "[4/4]", in: "said", by: process)
    #expect(process.isRunning)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    // As a shell counts: 128 and the signal where it is the signal that ends the program.
    let ended = process.terminationStatus
    #expect((process.terminationReason == .exit ? ended : 128 + ended) == status)
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/runs/small/more/truth.csv"))
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  /// Until a file holds some text, a process ends, or a minute is over.
  private func wait(for said: String, in name: String, by process: Process) throws {
    for _ in 0..<3000 {
      if !process.isRunning { return }
      if try text(name).contains(said) { return }
      usleep(20_000)
    }
  }

  private func start(writing name: String) throws -> Process {
    let process = Process()
    process.executableURL = BuiltProgram.address
    process.arguments = ["run", "\(folder)/small.yaml", "--runs-dir=\(folder)/runs"]
    try Data().write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/null")
    process.standardError = FileHandle(forWritingAtPath: "\(folder)/\(name)")
    try process.run()
    return process
  }

  private func run(
    _ options: String...
  ) throws -> (status: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = BuiltProgram.address
    process.arguments = ["run", "\(folder)/small.yaml", "--runs-dir=\(folder)/runs"] + options
    let (output, errors) = ("\(folder)/output", "\(folder)/errors")
    for path in [output, errors] { try Data().write(to: URL(fileURLWithPath: path)) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOfFile: output, encoding: .utf8),
      try String(contentsOfFile: errors, encoding: .utf8)
    )
  }
}
