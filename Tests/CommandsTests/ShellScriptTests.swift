import Console
import Testing

@Suite struct ShellScriptTests {
  @Test(arguments: [
    ["report"], ["plot", "roc", "it's here.fits", "--out=a b.png"], ["a", "", "b"],
    ["--title=\"x\" $HOME \\ & ; |", "'", "''"], ["ünï–code"],
  ])
  func whatIsQuotedComesBack(_ words: [String]) {
    let line = "galaxy-aep \(CommandLineText.quoted(words))"
    #expect(ShellScript.words(line) == ["galaxy-aep"] + words)
  }
}
