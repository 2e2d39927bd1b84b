import Commands
import Testing

@Suite struct CommonFlagsTests {
  @Test(arguments: [
    (["--quiet", "info", "x"], ["info", "x"], true, false),
    (["info", "x", "--verbose"], ["info", "x"], false, true),
    (["info", "--", "--quiet"], ["info", "--", "--quiet"], false, false),
    (["--verbose", "info", "--", "--quiet"], ["info", "--", "--quiet"], false, true),
    ([], [], false, false),
    (["plot", "roc", "--out=--quiet"], ["plot", "roc", "--out=--quiet"], false, false),
  ])
  func areTakenAnywhereBeforeTheDoubleDash(
    _ arguments: [String], _ rest: [String], _ quiet: Bool, _ verbose: Bool
  ) {
    let taken = CommonFlags.taken(from: arguments)
    #expect(taken.rest == rest && taken.quiet == quiet && taken.verbose == verbose)
  }
}
