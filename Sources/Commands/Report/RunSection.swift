internal import Files
internal import Foundation
internal import Networks

/// How the run was made: commands, times, model, versions.
struct RunSection {
  let run: RunFolder

  init(_ run: RunFolder) {
    self.run = run
  }

  var html: String {
    var html = ""
    let times = StepTimes(log: log)
    if !times.rows.isEmpty {
      html += Markup.table(
        ["step", "time", "most memory"],
        times.rows.map { [$0.step, $0.time, $0.memory].map(Markup.escaped) })
    }
    var facts = [("program", Provenance.currentProgram)]
    if let path = run.model, let model = try? ModelFile.metadata(of: path) {
      facts += [
        ("model", "\(run.shortName(path)), fingerprint \(model.fingerprint)"),
        ("trained with", model.provenance.program), ("seed", "\(model.seed)"),
        ("epochs", "\(model.epochs)"), ("held-out loss", number(model.validationLoss ?? .nan)),
        ("bands", model.bands.joined(separator: ",")), ("stretch", model.stretch),
      ]
    }
    facts.append(("system", ProcessInfo.processInfo.operatingSystemVersionString))
    html += Markup.table(
      ["", ""], facts.map { [Markup.escaped($0.0), Markup.escaped($0.1)] }, numbersFrom: 9)
    if !run.steps.isEmpty {
      let lines = run.steps.map { "galaxy-aep \(CommandLineText.quoted($0))" }
      html += "<p>Every step, as it was run in the run's folder:</p>\n"
      html += "<pre>\(Markup.escaped(lines.joined(separator: "\n")))</pre>\n"
    }
    return html
  }

  /// The run's log with what has been said since, if the run is still going on.
  private var log: [String] {
    let stored = (try? String(contentsOfFile: run.path("log.txt"), encoding: .utf8)) ?? ""
    return stored.split(separator: "\n").map(String.init) + Terminal.shared.logged
  }
}

/// How long each step took and the most memory it had, read from a run's log: the last time it was
/// really done.
package struct StepTimes: Equatable {
  package struct Row: Equatable {
    package var step, time, memory: String

    package init(step: String, time: String, memory: String = "") {
      (self.step, self.time, self.memory) = (step, time, memory)
    }
  }

  package private(set) var rows: [Row] = []

  package init(log: [String]) {
    for line in log {
      guard line.hasPrefix("["), let bracket = line.range(of: "] "),
        let done = line.range(of: ": done in ")
      else { continue }
      let step = String(line[bracket.upperBound..<done.lowerBound])
      let number = line[..<bracket.lowerBound].dropFirst().prefix { $0 != "/" }
      let cost = line[done.upperBound...]
      let with = cost.range(of: " with ")
      let row = Row(
        step: "\(number). \(step)", time: String(cost[..<(with?.lowerBound ?? cost.endIndex)]),
        memory: with.map { String(cost[$0.upperBound...]) } ?? "")
      if let index = rows.firstIndex(where: { $0.step == row.step }) {
        rows[index] = row
      } else {
        rows.append(row)
      }
    }
  }

  /// What `ProgressBar.clock` wrote: "48 s", "3:07" or "2:03:07" as seconds.
  package static func seconds(_ text: String) -> Double? {
    if text.hasSuffix(" s") { return Double(text.dropLast(2)) }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0) }
    guard numbers.count == parts.count, (2...3).contains(numbers.count) else { return nil }
    return numbers.reduce(0) { 60 * $0 + $1 }
  }
}
