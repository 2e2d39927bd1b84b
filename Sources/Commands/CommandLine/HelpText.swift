internal import ArgumentParser

extension GalaxyAEP {
  /// The help that a command line asks for, with the files that the command reads and writes; nil where
  /// it asks for none.
  package static func help(after arguments: [String], for error: any Error) -> String? {
    guard exitCode(for: error) == .success else { return nil }
    let wanted = arguments.first == "help" ? ["help"] : ["--help", "-h", "--help-hidden"]
    guard arguments.contains(where: wanted.contains) else { return nil }
    let path = CommandMistake.commands(of: arguments).path
    let files = (path.last as? any DataCommand.Type).map { DeclaredOptions(of: $0).help } ?? []
    let everywhere = path.count > 1 ? [common] : []
    return ([fullMessage(for: error)] + everywhere + files).joined(separator: "\n")
  }

  /// What the program takes out of a command line before a command sees it.
  private static let common = """
    WITH EVERY COMMAND:
      --quiet, --verbose, --overwrite, --memory GB: see `galaxy-aep --help`.

    """
}
