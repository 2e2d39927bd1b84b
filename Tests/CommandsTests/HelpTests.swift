import ArgumentParser
import Commands
import Console
import Testing

/// What `--help` says of every command.
@Suite struct HelpTests {
  private static func leaves(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    // What the program calls by itself needs no help.
    guard command.configuration.shouldDisplay else { return [] }
    let below = command.configuration.subcommands
    return below.isEmpty ? [command] : below.flatMap(leaves)
  }

  @Test func everyCommandHasAnExample() {
    let commands = Self.leaves(GalaxyAEP.self)
    #expect(commands.count > 25)
    for command in commands {
      let text = command.configuration.discussion
      #expect(
        text.contains("Example: galaxy-aep ") || text.contains("Examples: galaxy-aep "),
        "\(command)")
      #expect(!command.configuration.abstract.isEmpty, "\(command)")
    }
  }

  /// The command's words in its example are those that are typed.
  @Test func examplesAreOfTheirOwnCommand() throws {
    for command in Self.leaves(GalaxyAEP.self) {
      for line in command.configuration.discussion.split(separator: "\n")
      where line.contains("Example: ") {
        let words = ShellScript.words(String(line.trimmingPrefix(while: \.isWhitespace)))
          .filter { $0 != "\\" }
        // A line may go on; what is there must begin with a command that exists.
        #expect(words.count > 2 && words[1] == "galaxy-aep", "\(line)")
        let name = command.configuration.commandName ?? "\(command)".lowercased()
        #expect(words.dropFirst(2).prefix(2).contains(name), "\(line)")
      }
    }
  }

  @Test func exitCodesAreDocumented() {
    #expect(GalaxyAEP.configuration.discussion.contains("Exit codes: 0 done; 1 something failed"))
    #expect(GalaxyAEP.exitCode(for: CommandFailure("x")).rawValue == 1)
    #expect(GalaxyAEP.exitCode(for: ValidationError("x")).rawValue == 64)
  }
}
