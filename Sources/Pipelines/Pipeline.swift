internal import Console
internal import Files
internal import Foundation
internal import Yams

/// An experiment written down: a name and the steps that make it, each a command line.
///
///     name: sdss
///     steps:
///       - ingest: {inputs: $DATA/sdss/frame-*.fits.bz2, out: cutouts}
///       - pretrain: {inputs: cutouts, epochs: 10}
///
/// A step's key is the subcommand ("plot roc" has two words), `inputs` are its arguments, and every
/// other key is an option: `epochs: 10` becomes `--epochs=10`, `resume: true` becomes `--resume`.
/// Paths are relative to the run folder; `$DATA` is the data folder, `$HERE` the pipeline's own.
/// `needs`, one path or a list, names data without which the pipeline is skipped, with a word.
/// Steps may be repeated with other values (`PipelineLoop`).
package struct Pipeline: Equatable {
  package var name: String
  package var steps: [PipelineStep]
  /// Files, perhaps with wildcards, that not everybody has.
  package var needs: [String]

  package init(name: String, steps: [PipelineStep], needs: [String] = []) {
    self.name = name
    self.steps = steps
    self.needs = needs
  }

  package init(contentsOf path: String) throws {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandFailure(
        "cannot read the pipeline \(path): no such file; the ones that come with the program are in "
          + "pipelines/")
    }
    try self.init(yaml: text, path: path)
  }

  /// Reads a pipeline's text; `path` is named in errors and lends its name to the run.
  package init(yaml text: String, path: String) throws {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw CommandFailure("cannot read the pipeline \(path): it is not YAML (\(error))")
    }
    guard let mapping = root?.mapping else {
      throw CommandFailure(
        "cannot read the pipeline \(path): it needs `steps:`, a list of commands")
    }
    let fileName = FileName.stem(of: path)
    for (key, _) in mapping where !["name", "needs", "steps"].contains(key.string) {
      throw CommandFailure(
        "cannot read the pipeline \(path): it has `\(key.string ?? "?")`, but only `name`, "
          + "`needs` and `steps` mean something there")
    }
    name = mapping["name"]?.string ?? fileName
    guard Self.isFolderName(name) else {
      throw CommandFailure(
        "cannot read the pipeline \(path): its name \(VisibleText.plain(name)) cannot be the name of a run's "
          + "folder; use letters, digits, - and _")
    }
    let needed = mapping["needs"]
    needs = needed?.sequence.map { $0.compactMap(\.string) } ?? needed?.string.map { [$0] } ?? []
    guard let list = mapping["steps"]?.sequence, !list.isEmpty else {
      throw CommandFailure(
        "cannot read the pipeline \(path): it needs `steps:`, a list of commands")
    }
    steps = try list.flatMap { node in
      try PipelineLoop(node, path: path)?.unrolled ?? [PipelineStep(node, path: path)]
    }
  }

  /// Whether a run of that name stays inside the folder of runs.
  private static func isFolderName(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
  }

  /// Replaces or adds an option, as `--set step.option=value` asks.
  package mutating func set(_ assignment: String) throws {
    let sides = assignment.split(separator: "=", maxSplits: 1).map(String.init)
    let target = (sides.first ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    guard sides.count == 2, target.count == 2 else {
      throw CommandFailure("cannot use --set \(assignment): write step.option=value")
    }
    let matching = steps.indices.filter { steps[$0].title == target[0] }
    guard !matching.isEmpty else {
      let hint = Suggestion.text(for: target[0], among: steps.map(\.title))
      throw CommandFailure("cannot use --set \(assignment): no step is called \(target[0])\(hint)")
    }
    for index in matching { steps[index].set(target[1], to: sides[1]) }
  }
}
