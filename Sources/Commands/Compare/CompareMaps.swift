internal import ArgumentParser
internal import Console
internal import Files
internal import Foundation
internal import Judging
internal import Labels
internal import Pipelines
internal import Sky

/// `galaxy-aep compare maps NAME=FOLDER…`: maps of pixels judged by what is truly there.
struct CompareMaps: DataCommand {
  static let configuration = CommandConfiguration(
    commandName: "maps",
    abstract: "Judge maps of whole frames by truth maps, and put several side by side.",
    discussion: """
      For every folder of maps that `segment` wrote: intersection over union of the pixels of stars and of \
      galaxies and their mean, panoptic quality of the segments (r < 21, 21 to 22.5, and sources with a \
      neighbour within 3″), and the share of artefact pixels that are called so. Intervals are over fields, \
      drawn anew; differences are from the first.

      Example: galaxy-aep compare maps tuned=maps coloured=sep-maps --truth truth
      """)

  @Argument(
    help:
      "Folders of maps, as `galaxy-aep segment` writes them, as FOLDER or NAME=FOLDER; the first is compared with.",
    completion: .of(.maps))
  var maps: [String]

  @Option(
    help: "Truth maps: files or folders, as `simulate --truth-maps` writes them. Repeatable.",
    completion: .of(.labels))
  var truth: [String]

  @Option(
    "How many times the fields are drawn anew for the 95 % intervals.",
    in: 1...1_000_000)
  var resamples = 1000

  @Option(seed: "The seed of the draws.")
  var seed: UInt64 = 1

  @Option(help: "The file of results; - for standard output.", completion: .of(.mapScores))
  var out = "maps.json"

  var reads: [Artifact] {
    .all(.maps, maps.map { Self.parts($0).path }) + .all(.labels, truth)
  }
  var writes: [Artifact] { [Artifact(.mapScores, out)] }

  private static func parts(_ text: String) -> (name: String, path: String) {
    guard let sign = text.firstIndex(of: "="), !text[..<sign].contains("/") else {
      return (FileName.last(of: text), text)
    }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  func run() throws {
    let makers = maps.map(Self.parts)
    guard Set(makers.map(\.name)).count == makers.count else {
      throw CommandFailure("two of the folders of maps have one name; give names as in tuned=maps")
    }
    let truths = try LabelMapFiles(truth)
    var (fields, counts): ([String], [[MapCounts]]) = ([], [])
    for maker in makers {
      let files = try LabelMapFiles([maker.path]).paths
      var own: [(id: String, counts: MapCounts)] = []
      for path in files {
        let mapped = try MappedField(reading: path)
        let true_ = try TrueField(
          reading: truths.path(of: mapped.id, isOnly: files.count == 1), on: mapped.grid)
        own.append((mapped.id, MapCounts(of: mapped, by: true_)))
      }
      own.sort { $0.id < $1.id }
      if fields.isEmpty { fields = own.map(\.id) }
      guard own.map(\.id) == fields else {
        throw CommandFailure(
          "cannot compare \(maker.path) with \(makers[0].path): they map other fields; segment the same "
            + "frames for both")
      }
      counts.append(own.map(\.counts))
    }
    var table = MapTable(
      makers: makers.map(\.name), fields: fields, counts: counts, resamples: resamples, seed: seed)
    table.provenance = Invocation.provenanceByKeyword(seed: seed)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try ResultFile.write(try encoder.encode(table), to: out)
    for line in table.lines { Terminal.shared.say(line) }
    Terminal.shared.say("written  \(out)")
  }
}
