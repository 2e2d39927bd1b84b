internal import ArgumentParser
internal import Files
internal import Foundation

/// `galaxy-aep profile`: how fast this machine is, job by job.
struct Profile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast this machine trains, encodes, groups and searches.",
    discussion: """
      Times are processor time on one thread, which other programs disturb least, and the wall \
      clock's on more. Benchmarks/compare puts them beside other programs.

      Example: galaxy-aep profile --threads 1
      """,
    subcommands: [
      ProfileNetwork.self, ProfileSegmentation.self, ProfilePretrain.self, ProfileKMeans.self,
      ProfileNeighbours.self,
    ],
    defaultSubcommand: ProfileNetwork.self)
}

/// Where a measurement goes beside the terminal.
struct MeasurementOptions: ParsableArguments {
  @Option(
    help: "Also write every measured time there, as JSON. Default: nowhere.", completion: .of(.file)
  )
  var json: String?

  var written: [Artifact] { .some(.file, json) }

  func write(_ measurement: some Encodable) throws {
    guard let json else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(try encoder.encode(measurement), to: json)
  }
}

/// The value in the middle.
func median(_ values: [Double]) -> Double {
  values.isEmpty ? .nan : values.sorted()[values.count / 2]
}
