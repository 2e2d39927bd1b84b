package import ArgumentParser
internal import Console
internal import Pipelines

extension GalaxyAEP {
  /// What a command line asks for, in today's words or older ones; what is wrong with it is a
  /// `ValidationError` of one sentence.
  package static func command(of arguments: [String]) throws -> any ParsableCommand {
    let words = Spelling(arguments).arguments
    try CommandMistake.checkCommands(of: words)
    do {
      let command = try parseAsRoot(words)
      try ResultFile.check(command, of: words)
      return command
    } catch {
      throw CommandMistake.explained(error)
    }
  }
}
