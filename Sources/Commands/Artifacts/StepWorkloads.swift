internal import Ingestion
package import Pipelines

/// A command whose time and room can be told before it runs.
protocol EstimatedCommand: DataCommand {
  var workload: StepWorkload { get }
}

extension Simulate: EstimatedCommand {
  var workload: StepWorkload { .simulating(fields: fields, numbers: numbersOfAField) }
}

extension Ingest: EstimatedCommand {
  var workload: StepWorkload {
    .cutting(frames: files, bands: frames.bands?.split(separator: ",").count, size: size)
  }
}

extension Pretrain: EstimatedCommand {
  var workload: StepWorkload {
    .training(set: cutouts, epochs: training.learning.epochs, code: code)
  }
}

extension Encode: EstimatedCommand {
  var workload: StepWorkload {
    cutouts.map { .encoding(set: $0, passes: symmetries ? 8 : 1) }
      ?? .cutting(
        frames: fromFrames, bands: frames.bands?.split(separator: ",").count,
        size: IngestSettings().size)
  }
}

extension GalaxyAEP {
  /// The steps of pipelines: every command but `run` itself.
  package static var steps: StepCommands {
    StepCommands(
      names: configuration.subcommands.map { $0._commandName }.filter { $0 != Run._commandName },
      parse: { arguments in
        let command = try command(of: arguments)
        let declared = command as? any DataCommand
        return ParsedStep(
          reads: declared?.reads ?? [], writes: declared?.writes ?? [],
          checkpoint: declared?.checkpoint,
          workload: (command as? any EstimatedCommand)?.workload,
          processes: (command as? any DividesOverRanks)?.mostRanks ?? 1)
      },
      perform: { try perform($0, owned: $1, onceAllowed: $2) },
      message: { message(for: $0) })
  }
}
