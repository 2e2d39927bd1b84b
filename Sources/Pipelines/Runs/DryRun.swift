internal import Console
internal import Foundation
internal import Tensors

/// What a pipeline would do: its steps with their inputs, and what time and room they may take.
///
/// Nothing is made, not even the run folder. Times are those of the last run, where there was one,
/// else estimates; sizes are those of the files that are there, and estimates of what is to come.
package struct DryRun {
  package let lines: [String]

  package init(of runner: PipelineRunner) throws {
    try runner.checkCommands()
    let isThere = FileManager.default.fileExists(atPath: runner.runFolder)
    lines = try runner.inRunFolder { _ in try Self.lines(of: runner, isThere: isThere) }
  }

  /// Called in the run's folder, where it is there.
  private static func lines(of runner: PipelineRunner, isThere: Bool) throws -> [String] {
    var made: [String: Int] = [:]
    var estimates = StepEstimates(speed: Processor.measuredPeak(), threads: Workers.all.threads)
    var lines = [
      "\(runner.pipeline.name): \(runner.pipeline.steps.count) steps in \(runner.runFolder)"
    ]
    var (room, seconds) = (0, 0.0)
    for pending in try runner.pending() {
      let (number, step, arguments) = (pending.number, pending.step, pending.arguments)
      let (command, isDone) = (pending.command, pending.isDone)
      let (reads, writes) = (command.reads, command.writes)
      let last = pending.record?.seconds
      let estimate = estimates.next(command.workload)
      let guess = estimate.seconds.map { "about \(ProgressBar.clock($0))" }
      let state =
        isDone
        ? "up to date" : last.map { "last took \(ProgressBar.clock($0))" } ?? guess ?? "to do"
      lines.append("[\(number)] \(step.title) (\(state))")
      lines.append("    galaxy-aep \(CommandLineText.quoted(arguments, atMost: 5))")
      for input in Self.named(reads.paths) {
        let maker = made[input].map { "made by step \($0)" }
        guard let words = maker ?? (isThere || input.hasPrefix("/") ? Self.found(input) : nil)
        else { continue }
        lines.append("    reads \(input): \(words)")
      }
      if !isDone {
        seconds += last ?? estimate.seconds ?? 0
        if let bytes = estimate.bytes {
          room += bytes
          lines.append("    writes about \(Self.size(bytes))")
        }
      }
      for output in writes.paths { made[output] = number }
    }
    if room > 0 { lines.append("room    about \(Self.size(room)) for frames, cutouts and codes") }
    if seconds > 0 {
      lines.append("time    about \(ProgressBar.clock(seconds)), most of it training and ingest")
    }
    return lines
  }

  /// The paths themselves, long lists cut to their folders.
  private static func named(_ paths: [String]) -> [String] {
    guard paths.count > 6 else { return paths }
    let folders = paths.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return folders.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func found(_ path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return "not there yet"
    }
    let names =
      isFolder.boolValue
      ? ((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []).map { "\(path)/\($0)" }
      : [path]
    let bytes = names.reduce(0) { sum, name in
      let size = try? FileManager.default.attributesOfItem(atPath: name)[.size]
      return sum + ((size as? NSNumber)?.intValue ?? 0)
    }
    return isFolder.boolValue ? "\(names.count) files, \(size(bytes))" : size(bytes)
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1_000_000_000
      ? String(format: "%.1f GB", Double(bytes) / 1e9)
      : bytes >= 1_000_000
        ? "\(bytes / 1_000_000) MB" : bytes >= 1000 ? "\(bytes / 1000) kB" : "\(bytes) bytes"
  }
}
