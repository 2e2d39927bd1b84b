internal import ArgumentParser
internal import Console
internal import Foundation

/// What is wrong with a command line, in one sentence, and where to read on.
enum CommandMistake {
  /// The same error in our words, where we have better ones than the parser.
  static func explained(_ error: any Error) -> any Error {
    guard GalaxyAEP.exitCode(for: error) == .validationFailure else { return error }
    let message = GalaxyAEP.message(for: error)
    return (refusedValue(message) ?? farHint(message)).map { ValidationError($0) } ?? error
  }

  /// The parser puts "The value '0' is invalid for '--count <count>': " before what a
  /// `RefusedValue` says.
  private static func refusedValue(_ message: String) -> String? {
    let pattern = #/The value '(.*)' is invalid for '(\S+) <.*?>': (.*)/#.dotMatchesNewlines()
    guard let (_, value, option, reason) = message.wholeMatch(of: pattern)?.output else {
      return nil
    }
    return reason.hasPrefix("is ")
      ? "\(option) \(reason)" : "cannot use \(option) \(value): \(reason)"
  }

  /// The parser also hints at options that nobody can have meant.
  private static func farHint(_ message: String) -> String? {
    let pattern = #/(Unknown option '-*(.*)')\. Did you mean '-*(.*)'\?/#
    guard let (_, sentence, word, option) = message.wholeMatch(of: pattern)?.output,
      !Suggestion.isNear(String(word), String(option))
    else { return nil }
    return String(sentence)
  }

  /// Refuses a word that stands in the place of a command and is none.
  static func checkCommands(of arguments: [String]) throws {
    let (path, stranger) = commands(of: arguments)
    guard let stranger, let last = path.last else { return }
    let known = last.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    throw ValidationError(
      "`\(text(of: path))` has no command \(stranger)"
        + Suggestion.text(for: stranger, among: known.map { $0._commandName }))
  }

  /// "Error: …" and where help is, as a person reads it.
  static func text(of error: any Error, after arguments: [String]) -> String {
    let command = text(of: commands(of: arguments).path)
    let message = VisibleText.plain(GalaxyAEP.message(for: error))
    return "Error: \(message)\n  See '\(command) --help'.\n"
  }

  /// The commands that a command line names, the whole program first, and the word that should have
  /// named the next one.
  static func commands(
    of arguments: [String]
  ) -> (path: [any ParsableCommand.Type], stranger: String?) {
    var path: [any ParsableCommand.Type] = [GalaxyAEP.self]
    for word in arguments.first == "help" ? arguments.dropFirst() : arguments[...] {
      let known = path.last?.configuration.subcommands ?? []
      guard !known.isEmpty, !word.hasPrefix("-") else { break }
      guard let next = known.first(where: { names(of: $0).contains(word) }) else {
        return (path, word)
      }
      path.append(next)
    }
    return (path, nil)
  }

  private static func text(of path: [any ParsableCommand.Type]) -> String {
    path.map { $0._commandName }.joined(separator: " ")
  }

  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [command._commandName] + command.configuration.aliases
  }
}
