import Pipelines
import Testing

/// What version 0.1 called otherwise still works, and says so.
@Suite struct SpellingTests {
  private static func words(_ line: String) -> [String] {
    line.split(separator: " ").map(String.init)
  }

  @Test(arguments: [
    ("probe codes.fits --labels l.csv", "teach probe codes.fits --labels l.csv"),
    ("finetune m c --labels l.csv", "teach finetune m c --labels l.csv"),
    ("student m c s --out x", "teach student m c s --out x"),
    ("student --help", "teach student --help"),
    ("stability a.fits b.fits", "compare scores a.fits b.fits"),
    ("compare digits a.safetensors", "compare models digits a.safetensors"),
    ("compare --out x digits m", "compare models --out x digits m"),
    ("describe model m --json", "info --layers m --json"),
    ("describe codes m c k", "compare skies m c k"),
    ("plot restored m c --only=t10k", "plot reconstructions m c --only=t10k"),
    ("plot rebuilt c m n --out=x.png", "plot reconstructions c m n --out=x.png"),
    ("classify c.fits --with knn --catalog l", "teach classify c.fits --with knn --catalog l"),
    (
      "classify c --with=knn --labelled=9 --out=s.fits",
      "teach probe c --with=knn --labelled=9 --scores=s.fits"
    ),
    (
      "classify c --with=knn --draws 3",
      "teach probe c --with=knn --draws 3 --scores=scores.fits"
    ),
  ])
  func oldWordsAreToday(old: String, new: String) {
    let spelling = Spelling(Self.words(old))
    #expect(spelling.arguments == Self.words(new))
    #expect(spelling.hint?.hasSuffix("`, and goes in the next version") == true)
    #expect(Spelling(spelling.arguments) == Spelling(Self.words(new)))
    #expect(Spelling(Self.words(new)).hint == nil)
  }

  @Test(arguments: [
    "", "compare", "compare --help", "compare scores a b", "classify c.fits --out=s", "plot roc s",
    "describe", "describe codes c --truth=t", "describe codes c --truth t", "describe codes --help",
    "describe outliers c --truth t", "help probe", "teach probe c", "teach", "info m",
  ])
  func whatIsNotOldStays(line: String) {
    let spelling = Spelling(Self.words(line))
    #expect(spelling.arguments == Self.words(line) && spelling.hint == nil)
  }

  @Test func theHintNamesBoth() {
    #expect(
      Spelling(["plot", "restored", "m", "c"]).hint
        == "hint: `galaxy-aep plot restored` is now `galaxy-aep plot reconstructions`, and goes in the "
        + "next version")
    #expect(
      Spelling(["classify", "c", "--with=knn"]).hint
        == "hint: `galaxy-aep classify --with` is now `galaxy-aep teach classify`, and goes in the next "
        + "version")
  }

  @Test(arguments: [
    ("finetune", "teach finetune"), ("compare", "compare models"), ("plot roc", "plot roc"),
    ("describe codes", "compare skies"), ("encode", "encode"), ("compare skies", "compare skies"),
  ])
  func stepsThatFilesNameAreToday(old: String, new: String) {
    #expect(Spelling.step(old) == new)
  }

  @Test func commandLinesThatFilesKeepAreToday() {
    #expect(
      Spelling.commandLine("galaxy-aep finetune 'a  b' c") == "galaxy-aep teach finetune 'a  b' c")
    #expect(Spelling.commandLine("galaxy-aep pretrain c") == "galaxy-aep pretrain c")
  }
}
