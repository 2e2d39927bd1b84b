internal import Frames
internal import Sky

/// Some of the files that each hold one cutout.
struct ReadyMadeBatch: Sendable {
  /// "batch-00002"
  let id: String
  let paths: [String]
  /// What each object is called: no two of all batches alike.
  let names: [String]

  /// All files, sorted by name, in batches that fill one file of the set each.
  static func batches(of files: [String], settings: IngestSettings) throws -> [ReadyMadeBatch] {
    let paths = Set(try files.flatMap(FrameInventory.files(at:))).sorted()
    guard !paths.isEmpty else {
      throw SurveyError("no cutouts were given; name FITS files of one object each")
    }
    let names = ReadyMadeNames.of(paths)
    return stride(from: 0, to: paths.count, by: settings.shardSize).map { start in
      let number = String(start / settings.shardSize)
      let padding = String(repeating: "0", count: max(0, 5 - number.count))
      let range = start..<min(start + settings.shardSize, paths.count)
      return ReadyMadeBatch(
        id: "batch-\(padding)\(number)", paths: Array(paths[range]), names: Array(names[range]))
    }
  }
}
