import ArgumentParser
import Commands
import Foundation
import Pipelines
import Testing

/// The pipelines that come with the program: every step of each is a command it understands.
@Suite struct ShippedPipelinesTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("pipelines").path

  static let files: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test func theyAreFound() {
    #expect(Self.files.count > 8)
    #expect(Self.files.contains("sdss.yaml"))
  }

  @Test(arguments: files)
  func everyStepIsUnderstood(_ file: String) throws {
    let data = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: data) }
    // Empty files, for wildcards to find.
    for name in [
      "mnist/train-images-idx3-ubyte.gz", "mnist/t10k-images-idx3-ubyte.gz",
      "cifar10/data_batch_1.bin", "cifar10/test_batch.bin",
      "sdss/frame-r-003918-3-0213.fits.bz2",
    ] {
      let path = "\(data)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: path))
    }
    let pipeline = try Pipeline(contentsOf: "\(Self.folder)/\(file)")
    // Runs of different pipelines must not share a folder.
    #expect("\(pipeline.name).yaml" == file)
    let paths = PathExpansion(data: data, here: Self.folder)
    for step in pipeline.steps {
      let words = try step.arguments(expanding: paths)
      #expect(Spelling(words).hint == nil, "\(file): \(words)")
      #expect(throws: Never.self, "\(file): \(words)") {
        try GalaxyAEP.parseAsRoot(CommonFlags.taken(from: words).rest)
      }
    }
  }

  /// Pipelines that have no figure yet, and what their first lines say of it.
  static let unmeasured: [String: String] = [:]

  /// What a pipeline brings is said before anything else in its file: how it is run, how long it took
  /// and a figure that came out.
  @Test(arguments: files)
  func theFirstLinesSayWhatToExpect(_ file: String) throws {
    let text = try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
    let head = text.split(separator: "\n").prefix { $0.hasPrefix("#") }.joined(separator: "\n")
    #expect(head.contains("galaxy-aep run pipelines/\(file)") || head.contains("scripts/"))
    let measured = head.firstRange(of: /Measured in [0-9.]+ (s|minutes)\b/)
    if let words = Self.unmeasured[file] {
      #expect(head.contains(words), "\(file) does not say that it was never run")
      #expect(measured == nil, "\(file) has been measured: take it off the list")
      #expect(PipelineHead(yaml: text).figure == nil)
      return
    }
    let end = try #require(measured, "\(file) does not say what was measured").upperBound
    let figures = head[end...]
    #expect(figures.contains(/\b0\.[0-9]{2}/), "\(file) states no figure")
    #expect(
      try Self.sectionsOfFigures().contains(String(file.dropLast(5))),
      "docs/figures.yaml holds no figure of \(file)")
    // What a list shows of it, in figures that stand further up, where `scripts/figures` holds them to their file.
    let short = try #require(PipelineHead(yaml: text).figure, "\(file) has no line In short")
    let above = figures.prefix(upTo: figures.firstRange(of: "In short: ")?.lowerBound ?? end)
    let numbers = short.matches(of: /[0-9]+\.[0-9]+/).map { String($0.0) }
    #expect(!numbers.isEmpty && short.count < 60, "\(file): \(short)")
    for number in numbers { #expect(above.contains(number), "\(file) measured no \(number)") }
  }

  /// The pipelines whose figures `docs/figures.yaml` holds.
  private static func sectionsOfFigures() throws -> Set<String> {
    let text = try String(contentsOfFile: "\(folder)/../docs/figures.yaml", encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.prefix { $0 != " " && $0 != "#" } }
    return Set(lines.filter { $0.hasSuffix(":") }.map { String($0.dropLast()) })
  }

  @Test func everySectionOfFiguresIsAPipeline() throws {
    let pipelines = Set(Self.files.map { String($0.dropLast(5)) })
    let others: Set = ["sextractor", "student"]
    #expect(try Self.sectionsOfFigures().subtracting(pipelines) == others)
    #expect(Set(Self.unmeasured.keys).isSubset(of: Set(Self.files)))
  }
}
