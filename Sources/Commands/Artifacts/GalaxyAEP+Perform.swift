internal import ArgumentParser
internal import Console
internal import Pipelines
internal import Ranks

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
    let spelling = Spelling(arguments)
    if let hint = spelling.hint { Terminal.shared.note(hint) }
    let arguments = spelling.arguments
    var command = try command(of: arguments)
    let ranks = Ranks.world
    try ranks.requireDivision(of: command, called: step(of: arguments))
    let declared = command as? any DataCommand
    let invocation = Invocation(
      step(of: arguments), typed: arguments, declared: declared, isOverwriting: overwriting)
    if let declared, ranks.isFirst {
      try OutputGuard(invocation, checkpoint: declared.checkpoint, owned: owned).check()
    }
    // The first writes for all; the others wait until it may.
    let locks = ranks.isFirst ? try OutputLocks(invocation.writes) : nil
    try onceAllowed()
    ranks.meet()
    try Invocation.$current.withValue(invocation) { try command.run() }
    if ranks.isFirst { invocation.signResults() }
    withExtendedLifetime(locks) {}
  }

  /// The subcommand that a command line names: its leading words, as far as commands are called so.
  package static func step(of arguments: [String]) -> String {
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
