internal import ArgumentParser
internal import Foundation
internal import Tensors

/// What a pipeline would do: its steps with their inputs, and what time and room they may take.
///
/// Nothing is made, not even the run folder. Times are those of the last run, where there was one,
/// else estimates; sizes are those of the files that are there, and estimates of what is to come.
struct DryRun {
  let lines: [String]

  init(of runner: PipelineRunner) throws {
    try runner.checkCommands()
    let folder = runner.runFolder
    let before = FileManager.default.currentDirectoryPath
    let isThere = FileManager.default.changeCurrentDirectoryPath(folder)
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    let log = isThere ? (try? String(contentsOfFile: "log.txt", encoding: .utf8)) ?? "" : ""
    let times = StepTimes(log: log.split(separator: "\n").map(String.init)).rows
    var made: [String: Int] = [:]
    var estimates = StepEstimates(speed: Processor.measuredPeak(), threads: Workers.all.threads)
    var lines = ["\(runner.pipeline.name): \(runner.pipeline.steps.count) steps in \(folder)"]
    var (room, seconds) = (0, 0.0)
    for (index, step) in runner.pipeline.steps.enumerated() {
      let arguments = try step.arguments(expanding: runner.paths)
      let command = try Self.parsed(arguments, step.title)
      let stamp = StepStamp.read(PipelineRunner.stampPath(of: step, number: index + 1))
      let isDone = isThere && stamp != nil && stamp == StepStamp(arguments: arguments)
      let last = times.first { $0.step == "\(index + 1). \(step.title)" }.map(\.time)
      let estimate = estimates.next(command)
      let guess = estimate.seconds.map { "about \(ProgressBar.clock($0))" }
      let state = isDone ? "up to date" : last.map { "last took \($0)" } ?? guess ?? "to do"
      lines.append("[\(index + 1)] \(step.title) (\(state))")
      lines.append("    galaxy-aep \(CommandLineText.quoted(arguments, atMost: 5))")
      let own = step.title.split(separator: " ").count
      for input in Self.inputs(Array(arguments.dropFirst(own))) {
        let maker = made[input].map { "made by step \($0)" }
        guard let words = maker ?? (isThere || input.hasPrefix("/") ? Self.found(input) : nil)
        else { continue }
        lines.append("    reads \(input): \(words)")
      }
      if !isDone {
        seconds += (last.flatMap(StepTimes.seconds) ?? estimate.seconds ?? 0)
        if let bytes = estimate.bytes {
          room += bytes
          lines.append("    writes about \(Self.size(bytes))")
        }
      }
      for output in Self.outputs(arguments) { made[output] = index + 1 }
    }
    if room > 0 { lines.append("room    about \(Self.size(room)) for frames, cutouts and codes") }
    if seconds > 0 {
      lines.append("time    about \(ProgressBar.clock(seconds)), most of it training and ingest")
    }
    self.lines = lines
  }

  private static func parsed(_ arguments: [String], _ title: String) throws -> any ParsableCommand {
    do {
      return try GalaxyAEP.command(of: arguments)
    } catch {
      throw CommandFailure("cannot run the step `\(title)`: \(GalaxyAEP.message(for: error))")
    }
  }

  /// Files and folders that a command line names, long lists cut to their folders.
  private static func inputs(_ arguments: [String]) -> [String] {
    var names: [String] = []
    for word in arguments {
      let sides = word.split(separator: "=", maxSplits: 1).map(String.init)
      let isOption = word.hasPrefix("--")
      guard !(isOption && ["--out", "--metrics"].contains(sides[0])), let name = sides.last,
        isOption ? sides.count == 2 && (name.contains("/") || name.contains(".fits")) : true
      else { continue }
      names.append(name)
    }
    guard names.count > 6 else { return names }
    let folders = names.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return folders.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func outputs(_ arguments: [String]) -> [String] {
    arguments.filter { $0.hasPrefix("--out=") }.map { String($0.dropFirst("--out=".count)) }
  }

  private static func found(_ path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return path.contains("/") || path.contains(".") ? "not there yet" : nil
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
