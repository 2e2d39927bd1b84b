import Console
import Foundation
import Pipelines
import Testing

/// A pipeline is a file, or the name of one that comes with the program; a file goes first.
@Suite final class ShippedPipelineTests {
  private let folder: String
  private let shipped: [ShippedPipeline]

  init() throws {
    let address = FileManager.default.temporaryDirectory
      .appendingPathComponent("shipped-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: address, withIntermediateDirectories: true)
    folder = address.path
    try "# Sky.\nsteps:\n  - ingest: {inputs: [$DATA/sdss/a.fits, $DATA/mnist/b, $DATA/sdss/c]}\n"
      .write(toFile: folder + "/sdss.yaml", atomically: true, encoding: .utf8)
    try "# Own.\n".write(toFile: folder + "/demo.yaml", atomically: true, encoding: .utf8)
    try "".write(toFile: folder + "/README.md", atomically: true, encoding: .utf8)
    shipped = ShippedPipeline.all(in: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test func theyAreTheYAMLFilesOfTheirFolder() {
    #expect(shipped.map(\.name) == ["demo", "sdss"])
    #expect(ShippedPipeline.all(in: folder + "/none").isEmpty)
  }

  @Test func aNameStandsForTheOneThatComesWithTheProgram() throws {
    #expect(try ShippedPipeline.path(of: "demo", among: shipped) == folder + "/demo.yaml")
  }

  @Test func aFileIsTakenForItself() throws {
    let file = folder + "/README.md"
    #expect(try ShippedPipeline.path(of: file, among: shipped) == file)
  }

  /// What is neither is told by whoever opens it, where there is nothing better to say.
  @Test(arguments: ["mine/own.yaml", "own.yaml"])
  func anotherPathStaysAsItIs(_ path: String) throws {
    #expect(try ShippedPipeline.path(of: path, among: shipped) == path)
  }

  @Test func withoutAnyShippedANameIsAPath() throws {
    #expect(try ShippedPipeline.path(of: "demo", among: []) == "demo")
  }

  @Test(arguments: [
    (
      "demmo",
      "cannot read the pipeline demmo: there is no such file, and none of that name comes with the program; "
        + "did you mean demo?"
    ),
    (
      "elsewhere/demo.yaml",
      "cannot read the pipeline elsewhere/demo.yaml: there is no such file; `galaxy-aep run demo` runs the "
        + "one that comes with the program"
    ),
  ])
  func aMistakeIsExplained(typed: String, sentence: String) {
    #expect(throws: CommandFailure(sentence)) {
      try ShippedPipeline.path(of: typed, among: shipped)
    }
  }

  @Test func theDataItNeedsAreTheFoldersItReads() throws {
    #expect(try shipped[1].data() == ["mnist", "sdss"])
    #expect(try shipped[0].data() == [])
  }
}
