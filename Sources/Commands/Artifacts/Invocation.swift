internal import ArgumentParser
internal import Files

/// The command that is being carried out: what a person typed, and the files it declares.
package struct Invocation: Sendable {
  /// Nil where a test calls a command by itself.
  @TaskLocal static var current: Invocation?

  let arguments: [String]
  /// The subcommand: "cluster", "plot roc".
  let step: String
  let reads: [Artifact]
  let writes: [Artifact]
  /// Whether results may replace what other commands made; a pipeline's steps inherit it.
  let isOverwriting: Bool

  init(
    _ command: any ParsableCommand, typed arguments: [String], isOverwriting: Bool = false
  ) {
    self.arguments = arguments
    self.isOverwriting = isOverwriting || Self.current?.isOverwriting == true
    step = GalaxyAEP.step(of: arguments)
    let declared = command as? any DataCommand
    reads = declared?.reads ?? []
    writes = declared?.writes ?? []
  }

  /// The command line as a person would type it.
  var commandLine: String { "galaxy-aep \(CommandLineText.quoted(arguments))" }

  /// What made an output.
  static func provenance(seed: UInt64? = nil) -> Provenance {
    guard let current else { return Provenance(command: "galaxy-aep", seed: seed) }
    return Provenance(
      command: current.commandLine, step: current.step, seed: seed, inputs: current.reads)
  }

  /// The same by keyword, for results in JSON; several inputs share theirs.
  static func provenanceByKeyword(seed: UInt64? = nil) -> [String: String] {
    let entries = provenance(seed: seed).entries
    return Dictionary(entries.map { ($0.keyword.lowercased(), $0.text) }) { "\($0), \($1)" }
  }

  /// The command that goes on with what this one left unfinished.
  static func resuming() -> String {
    let typed = Array(CommandLine.arguments.dropFirst())
    let again = typed.first == "run" || typed.contains("--resume")
    return "galaxy-aep \(CommandLineText.quoted(again ? typed : typed + ["--resume"]))"
  }
}

extension GalaxyAEP {
  /// Carries out a command line, unless it would write over what it must not.
  ///
  /// - Parameters:
  ///   - overwriting: outputs may replace what other commands made.
  ///   - owned: outputs that may be replaced since the run that goes on made them.
  ///   - onceAllowed: is done when nothing stands against the command, before it begins.
  package static func perform(
    _ arguments: [String], overwriting: Bool = false, owned: Set<String> = [],
    onceAllowed: () throws -> Void = {}
  ) throws {
    var command = try command(of: arguments)
    let invocation = Invocation(command, typed: arguments, isOverwriting: overwriting)
    if let command = command as? any DataCommand {
      try OutputGuard(invocation, checkpoint: command.checkpoint, owned: owned).check()
    }
    try onceAllowed()
    try Invocation.$current.withValue(invocation) { try command.run() }
  }

  /// The subcommand that a command line names: its leading words, as far as commands are called so.
  static func step(of arguments: [String]) -> String {
    var (words, known) = ([String](), subcommands(of: GalaxyAEP.self))
    for word in arguments {
      guard let next = known.first(where: { $0._commandName == word }) else { break }
      words.append(word)
      known = subcommands(of: next)
    }
    return words.joined(separator: " ")
  }

  private static func subcommands(
    of command: any ParsableCommand.Type
  ) -> [any ParsableCommand.Type] {
    let configuration = command.configuration
    return configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
  }
}
