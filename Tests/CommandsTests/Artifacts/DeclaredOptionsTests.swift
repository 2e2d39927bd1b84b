import ArgumentParser
import Commands
import Files
import Testing

/// What help and shells say of files is what commands do with them.
@Suite struct DeclaredOptionsTests {
  static let commands: [any DataCommand.Type] = leaves(GalaxyAEP.self).compactMap {
    $0 as? any DataCommand.Type
  }

  private static func leaves(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    let below = command.configuration.subcommands
    return below.isEmpty ? [command] : below.flatMap(leaves)
  }

  @Test func everyFileHasTheCompletionOfItsKind() {
    var files = 0
    for command in Self.commands {
      for entry in DeclaredOptions(of: command).entries {
        files += 1
        let expected: DeclaredOptions.Completion =
          entry.kinds[0].isFolder ? .directory : .file(extensions: entry.kinds[0].endings)
        #expect(
          entry.completion == expected,
          "\(command) \(entry.role.rawValue) \(entry.option), \(entry.kinds)")
      }
    }
    #expect(files > 110)
  }

  /// Whatever a command asks for, no file of its is missing in its help.
  @Test(arguments: [
    (
      ["cluster"],
      ["  reads   <codes>  codes", "  writes  --out    scores (default: clusters.fits)"]
    ),
    (
      ["teach", "probe"],
      [
        "  reads   <codes>    codes", "          --labels   labels", "          --catalog  labels",
        "  writes  --out      learning",
      ]
    ),
    (
      ["plot", "reconstructions"],
      ["  reads   <paths>  model and cutouts", "  writes  --out    figure"]
    ),
  ])
  func helpEndsWithTheFiles(words: [String], lines: [String]) throws {
    let arguments = words + ["--help"]
    let help = try #require(Self.help(arguments))
    #expect(help.hasPrefix("OVERVIEW: "))
    #expect(help.hasSuffix((["\nFILES:"] + lines).joined(separator: "\n")), "\(help.suffix(400))")
  }

  /// What every command takes is told by each, by the whole program in full.
  @Test(arguments: [["cluster", "--help"], ["help", "plot", "roc"], ["plot", "-h"]])
  func helpTellsWhatEveryCommandTakes(words: [String]) throws {
    let help = try #require(Self.help(words))
    #expect(help.contains("\nWITH EVERY COMMAND:\n  --quiet, --verbose, --overwrite, --memory GB"))
    #expect(Self.help(["--help"])?.contains("WITH EVERY COMMAND") == false)
  }

  @Test func onlyHelpIsHelp() {
    #expect(Self.help(["cluster", "--bogus"]) == nil)
  }

  private static func help(_ arguments: [String]) -> String? {
    do {
      try GalaxyAEP.perform(arguments)
      return nil
    } catch {
      return GalaxyAEP.help(after: arguments, for: error)
    }
  }
}
