import Commands
import TestSupport
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

  @Test(arguments: [["--memory", "2.5"], ["--memory=2.5"]])
  func theMemoryIsTakenWithItsNumber(_ words: [String]) throws {
    let taken = CommonFlags.taken(from: ["info"] + words + ["x"])
    #expect(taken.rest == ["info", "x"])
    #expect(try taken.memoryLimit() == 5 << 29)
    #expect(try CommonFlags.taken(from: ["info"]).memoryLimit() == nil)
  }

  @Test(arguments: ["0.5", "much", "nan", "1e300"])
  func anotherMemoryIsRefused(_ word: String) {
    let taken = CommonFlags.taken(from: ["info", "x", "--memory", word])
    #expect(
      sentence { _ = try taken.memoryLimit() }
        == "--memory takes the gigabytes that may be used, 1 to 100000; \(word) is none.")
  }
}
