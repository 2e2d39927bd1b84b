internal import ArgumentParser
internal import Catalogs
internal import Console
internal import Foundation
internal import Ingestion

/// `galaxy-aep profile-ingest FRAMES…`: how fast one thread cuts out and reads, as JSON.
struct ProfileIngest: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure cutting out and reading of cutouts, for Benchmarks/compare.",
    shouldDisplay: false)

  @Argument(help: "The frames of one field.")
  var files: [String]

  @Option(help: "The catalog of positions to cut out.")
  var catalog: String

  @Option(help: "A cutout set to read. Default: none.")
  var set: String?

  func run() throws {
    let rates = try IngestBenchmark().run(
      files: files, catalog: try SkyCatalog(reading: catalog), settings: IngestSettings(), set: set)
    Terminal.shared.say(String(decoding: try JSONEncoder().encode(rates), as: UTF8.self))
  }
}
