import ArgumentParser
import Commands
import Testing

@Suite struct CommandMistakeTests {
  @Test(arguments: [
    (["ingets", "frames"], "`galaxy-aep` has no command ingets; did you mean ingest?"),
    (["plot", "rock", "s.fits"], "`galaxy-aep plot` has no command rock; did you mean roc?"),
    (["help", "clutser"], "`galaxy-aep` has no command clutser; did you mean cluster?"),
    (
      ["cluster", "c.fits", "--cluster=3"], "Unknown option '--cluster'. Did you mean '--clusters'?"
    ),
    (["cluster", "c.fits", "--bogus"], "Unknown option '--bogus'"),
    (["--bogus"], "Unknown option '--bogus'"),
    (
      ["plot", "sizes", "s.fits", "--out=x.png", "--scale=nan"],
      "--scale is nan: it must lie between 0.25 and 8"
    ),
  ])
  func isToldInOneSentence(line: [String], sentence: String) {
    do {
      _ = try GalaxyAEP.command(of: line)
      Issue.record("\(line) is accepted")
    } catch {
      #expect(GalaxyAEP.message(for: error) == sentence)
      #expect(GalaxyAEP.exitCode(for: error).rawValue == 64)
    }
  }

  @Test(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
  func theProgramItselfRefusesAndPointsToHelp() throws {
    let mistaken = try BuiltProgram.run("evaluate", "s.fits", "--catalog=l.csv", "--radius=-1")
    #expect(mistaken.status == 64 && mistaken.output == "")
    #expect(
      mistaken.errors == "Error: --radius is -1.0: it must lie between 0.001 and 3600\n"
        + "  See 'galaxy-aep evaluate --help'.\n")
    let unknown = try BuiltProgram.run("plot", "rock")
    #expect(unknown.status == 64)
    #expect(
      unknown.errors == "Error: `galaxy-aep plot` has no command rock; did you mean roc?\n"
        + "  See 'galaxy-aep plot --help'.\n")
  }

  @Test func helpIsInGroups() throws {
    let help = GalaxyAEP.helpMessage()
    var rest = help[...]
    for group in ["GET DATA", "LEARN", "FIND", "JUDGE", "LOOK", "SHARE"] {
      let place = try #require(rest.range(of: "\(group) SUBCOMMANDS:"), "\(help)")
      rest = rest[place.upperBound...]
    }
  }
}
