internal import Console
internal import Cutouts
internal import Files
internal import Foundation
internal import Networks
internal import Pipelines

/// How the run was made: commands, times, model, versions.
package struct RunSection {
  package let run: RunFolder

  package init(_ run: RunFolder) {
    self.run = run
  }

  /// When the run was made, of which files, with which set: what a reader asks first.
  ///
  /// - Parameter cutouts: the set's folder.
  func heading(cutouts: String?) -> [String] {
    var lines: [String] = []
    if let began = run.manifest?.steps.map(\.started).min() {
      lines.append("run on \(began.formatted(.iso8601.year().month().day()))")
    }
    let steps = run.manifest?.steps ?? []
    if let ingest = steps.first(where: { step in step.reads.contains { $0.kind == .frames } }) {
      let frames = ingest.reads.filter { $0.kind == .frames }.map(\.path)
      let survey = ingest.arguments.first { $0.hasPrefix("--survey=") }.map {
        " of survey \($0.dropFirst("--survey=".count))"
      }
      lines.append(
        frames.count == 1
          ? "data: \(frames[0])\(survey ?? "")"
          : "data: \(counted(frames.count, "file"))\(survey ?? ""), \(FileName.last(of: frames[0])) and on"
      )
    }
    if let set = cutouts.flatMap({ try? CutoutSet(opening: $0) }) {
      let fields = Set(set.records.map(\.field)).count
      lines.append(
        "\(counted(fields, "field")) in \(set.bands.joined(separator: ",")), cutouts of \(set.size)×\(set.size) "
          + "pixels of \(number(set.pixelScale, digits: 3))″")
    }
    return lines
  }

  package var html: String {
    var html = ""
    let done = (run.manifest?.steps ?? []).filter { $0.state == .done }
    if !done.isEmpty {
      html += Markup.table(["step", "time", "most memory"], done.map(Self.cost))
    }
    var facts = [("program", Provenance.currentProgram)]
    if let manifest = run.manifest {
      let kernels = Set(done.map(\.kernels)).sorted().joined(separator: ", ")
      if let began = manifest.steps.map(\.started).min() {
        facts.append(("begun", began.formatted(.iso8601)))
      }
      facts += [("processor", manifest.processor), ("kernels", kernels)]
    }
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
    let lines = (run.manifest?.steps ?? []).map {
      "galaxy-aep \(CommandLineText.quoted($0.arguments))"
    }
    if !lines.isEmpty {
      html += "<p>Every step, as it was run in the run's folder:</p>\n"
      html += "<pre>\(Markup.escaped(lines.joined(separator: "\n")))</pre>\n"
    }
    return html
  }

  private static func cost(of record: StepRecord) -> [String] {
    [
      Markup.escaped("\(record.number). \(record.step)"),
      record.seconds.map(ProgressBar.clock) ?? "–", record.megabytes.map { "\($0) MB" } ?? "–",
    ]
  }
}
