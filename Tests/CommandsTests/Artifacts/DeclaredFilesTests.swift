import ArgumentParser
import Commands
import Files
import Foundation
import Pipelines
import Testing

/// What commands declare of their files is true of every command and of every pipeline that ships.
@Suite struct DeclaredFilesTests {
  private static func leaves(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    let configuration = command.configuration
    let below = configuration.subcommands + configuration.groupedSubcommands.flatMap(\.subcommands)
    return below.isEmpty ? [command] : below.flatMap(leaves)
  }

  /// Commands that fetch, one for Benchmarks/compare, and one that the program calls by itself.
  private static let without: Set = [
    "DownloadFrames", "DownloadCatalog", "DownloadDigits", "DownloadSDSS", "DownloadMNIST",
    "ProfileIngest", "DecodeTiles",
  ]

  @Test func everyCommandDeclares() {
    for command in Self.leaves(GalaxyAEP.self) where !(command is any DataCommand.Type) {
      #expect(
        Self.without.contains("\(command)"), "\(command) does not say what it reads and writes")
    }
  }

  @Test func figuresAreWhatPlotsWrite() throws {
    let command = try GalaxyAEP.command(of: ["plot", "loss", "metrics.csv", "--out=loss.png"])
    let plot = try #require(command as? any DataCommand)
    #expect(plot.reads == [Artifact(.metrics, "metrics.csv")])
    #expect(plot.writes == [Artifact(.figure, "loss.png")])
  }

  /// A file whose column is compared is an input, with or without a name in front and a column behind.
  @Test func whatIsJudgedBesideIsRead() throws {
    let command = try GalaxyAEP.command(of: [
      "evaluate", "scores.fits", "--catalog=labels.csv", "--beside=faint=other.csv:mag",
      "--beside=more.fits", "--out=e.json",
    ])
    let reads = Set(try #require(command as? any DataCommand).reads.map(\.path))
    #expect(reads == ["scores.fits", "labels.csv", "other.csv", "more.fits"])
  }

  /// Every file a step of a pipeline reads is data of the user's or was made by a step before.
  @Test(arguments: ShippedPipelinesTests.files)
  func everyInputIsThereOrMadeBefore(_ file: String) throws {
    let folder = ShippedPipelinesTests.folder
    let pipeline = try Pipeline(contentsOf: "\(folder)/\(file)")
    let data = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    let paths = PathExpansion(data: data, here: folder)
    var made: [String] = []
    for step in pipeline.steps {
      // Wildcards of data that is not here stand for nothing; the folder will do.
      let inputs = step.inputs.map { $0.hasPrefix("$DATA") ? "$DATA/all" : $0 }
      let plain = PipelineStep(title: step.title, inputs: inputs, options: step.options)
      let command = try GalaxyAEP.command(of: try plain.arguments(expanding: paths))
      let declared = try #require(command as? any DataCommand, "\(file): \(step.title)")
      for input in declared.reads {
        let path = input.path
        let isThere =
          path.hasPrefix(data) || path.hasPrefix(folder) || input.kind == .run
          || made.contains {
            fnmatch(path, $0, 0) == 0 || path.hasPrefix("\($0)/") || $0.hasPrefix("\(path)/")
          }
        #expect(isThere, "\(file): \(step.title) reads \(path), which no step before makes")
      }
      made += declared.writes.paths
    }
  }
}
