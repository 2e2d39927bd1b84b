import Foundation
import Testing

/// Figures that documents and pipelines quote are those of the files they come from
/// (`scripts/figures`, which needs no more than bash and awk).
@Suite struct FiguresTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What the script says of a checkout, and its exit status.
  private static func check(
    _ checkout: URL, _ options: [String] = []
  ) throws -> (status: Int32, said: String) {
    let script = Process()
    script.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    script.arguments =
      ["bash", root.appendingPathComponent("scripts/figures").path, "--root", checkout.path]
      + options
    let pipe = Pipe()
    (script.standardOutput, script.standardError) = (pipe, pipe)
    try script.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    script.waitUntilExit()
    return (script.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  /// A copy of all that the script reads, to be spoilt.
  private static func copy() throws -> URL {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    for name in ["catalogs", "Benchmarks"] {
      try files.createDirectory(
        at: folder.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    for name in ["README.md", "catalogs/README.md", "docs", "pipelines", "Benchmarks/results"] {
      try files.copyItem(
        at: root.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
    return folder
  }

  /// A quote that is spoilt: where, how, and what is said of it.
  struct Spoilt: Sendable, CustomTestStringConvertible {
    let file, right, wrong, said: String
    var testDescription: String { "\(file): \(wrong)" }
  }

  static let spoilt = [
    Spoilt(
      file: "docs/results.md", right: "<!--=survey-100k.galaxy-aep P_STAR-->0.979 |",
      wrong: "<!--=survey-100k.galaxy-aep P_STAR-->0.957 |",
      said: "survey-100k.galaxy-aep P_STAR[1] is quoted as 0.957; docs/figures.yaml says 0.979"),
    Spoilt(
      file: "README.md", right: "<!--=stability.five seeds[3]-->0.967",
      wrong: "<!--=stability.five seeds[3]-->0.966",
      said: "stability.five seeds[3] is quoted as 0.966; docs/figures.yaml says 0.9665"),
    Spoilt(
      file: "pipelines/demo.yaml", right: "clusters of codes alone 0.951",
      wrong: "clusters of codes alone 0.935",
      said:
        "pipelines/demo.yaml: demo.clusters of codes alone is quoted as 0.935; docs/figures.yaml says 0.951"
    ),
    Spoilt(
      file: "docs/benchmarks.md",
      right: "| AEP-64 training step | 1 | 264.0 ms |",
      wrong: "| AEP-64 training step | 1 | 164.0 ms |",
      said: "this row of Benchmarks/results/training.json should be: | AEP-64 training step | 1 |"),
  ]

  @Test func everyQuoteAgreesWithItsFile() throws {
    let (status, said) = try Self.check(Self.root)
    #expect(status == 0, "\(said)")
    let count = try #require(said.firstMatch(of: /figures: ([0-9]+) quoted figures agree/)).1
    #expect(try #require(Int(count)) > 600)
  }

  @Test(arguments: spoilt)
  func whatDiffersIsToldAndMended(_ quote: Spoilt) throws {
    let copy = try Self.copy()
    defer { try? FileManager.default.removeItem(at: copy) }
    let file = copy.appendingPathComponent(quote.file)
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains(quote.right))
    try text.replacingOccurrences(of: quote.right, with: quote.wrong)
      .write(to: file, atomically: true, encoding: .utf8)
    let told = try Self.check(copy)
    #expect(told.status == 1)
    #expect(told.said.contains(quote.said), "\(told.said)")
    let mended = try Self.check(copy, ["--write"])
    #expect(mended.status == 0, "\(mended.said)")
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }

  /// The program's output is pasted from a run: a figure in it is told, but never made up.
  @Test func outputIsNotRewritten() throws {
    let copy = try Self.copy()
    defer { try? FileManager.default.removeItem(at: copy) }
    let file = copy.appendingPathComponent("README.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let line = "concentration                      0.912"
    try #require(text.contains(line))
    let spoilt = text.replacingOccurrences(
      of: line, with: "concentration                      0.921")
    try spoilt.write(to: file, atomically: true, encoding: .utf8)
    let (status, said) = try Self.check(copy, ["--write"])
    #expect(status == 1)
    #expect(said.contains("sdss.concentration is quoted as 0.921; docs/figures.yaml says 0.912"))
    #expect(try String(contentsOf: file, encoding: .utf8) == spoilt)
  }

  /// A mark of a figure that is not there, and a figure that no head quotes.
  @Test func whatIsMissingIsTold() throws {
    let copy = try Self.copy()
    defer { try? FileManager.default.removeItem(at: copy) }
    let figures = copy.appendingPathComponent("docs/figures.yaml")
    let text = try String(contentsOf: figures, encoding: .utf8)
    try text.replacingOccurrences(of: "  compactness u: 0.900", with: "  a new score: 0.900")
      .write(to: figures, atomically: true, encoding: .utf8)
    let readme = copy.appendingPathComponent("README.md")
    try (String(contentsOf: readme, encoding: .utf8) + "\nIt is <!--=demo.nothing-->0.5.\n")
      .write(to: readme, atomically: true, encoding: .utf8)
    let (status, said) = try Self.check(copy)
    #expect(status == 1)
    #expect(said.contains("there is no figure demo.nothing"), "\(said)")
    #expect(
      said.contains(
        "pipelines/demo.yaml: its first lines do not quote demo.a new score; docs/figures.yaml has it"
      ),
      "\(said)")
  }
}
