internal import ArgumentParser
internal import Console
internal import Files

/// `galaxy-aep defaults COMMAND`: every option of a step with its default, as a pipeline has it.
struct Defaults: DataCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every option of a step with its default, to copy into a pipeline.",
    discussion: """
      Options without a default, and flags, stand there as comments. Without a command, the steps of the usual way \
      from frames to scores are printed.

      Example: galaxy-aep defaults pretrain
      Example: galaxy-aep defaults plot roc
      """)

  @Argument(
    help:
      "The step: a command and, where it has some, the one below it. Default: the usual way's.",
    completion: .list(steps))
  var command: [String] = []

  var reads: [Artifact] { [] }
  var writes: [Artifact] { [] }

  func run() throws {
    let steps = command.isEmpty ? Self.usual.map { [$0] } : [command]
    for step in steps {
      let (path, stranger) = CommandMistake.commands(of: step)
      let title = step.joined(separator: " ")
      if let stranger {
        let known = path.last?.configuration.subcommands.map { $0._commandName } ?? []
        throw CommandFailure(
          "cannot tell the defaults of `\(title)`: there is no such step"
            + Suggestion.text(for: stranger, among: known))
      }
      guard let last = path.last, path.count == step.count + 1,
        last.configuration.subcommands.isEmpty
      else {
        let below = path.last?.configuration.subcommands.map { $0._commandName } ?? []
        throw CommandFailure(
          "cannot tell the defaults of `\(title)`: name one of its commands: "
            + below.joined(separator: ", "))
      }
      for line in StepDefaults(of: last, title: title).lines { Terminal.shared.answer(line) }
    }
  }

  /// What a shell offers.
  private static var steps: [String] {
    GalaxyAEP.configuration.subcommands.filter { $0.configuration.shouldDisplay }
      .map { $0._commandName }
  }

  private static let usual = [
    "ingest", "pretrain", "encode", "cluster", "classify", "evaluate", "report",
  ]
}
