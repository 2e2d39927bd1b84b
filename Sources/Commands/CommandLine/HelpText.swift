internal import ArgumentParser

extension GalaxyAEP {
  /// The help that a command line asks for, with the files that the command reads and writes; nil where
  /// it asks for none.
  package static func help(after arguments: [String], for error: any Error) -> String? {
    guard exitCode(for: error) == .success else { return nil }
    let wanted = arguments.first == "help" ? ["help"] : ["--help", "-h", "--help-hidden"]
    guard arguments.contains(where: wanted.contains) else { return nil }
    let command = CommandMistake.commands(of: arguments).path.last as? any DataCommand.Type
    let files = command.map { DeclaredOptions(of: $0).help } ?? []
    return ([fullMessage(for: error)] + files).joined(separator: "\n")
  }
}
