package import Files
internal import Foundation

/// The files of some artifacts as they are seen from the current folder.
package struct FileStamps: Codable, Equatable {
  /// In alphabetical order.
  let files: [FileStamp]

  /// - Parameter earlier: what was known of them, which spares reading what has not changed.
  package init(of artifacts: [Artifact], earlier: FileStamps? = nil) {
    let known = Dictionary((earlier?.files ?? []).map { ($0.path, $0) }) { first, _ in first }
    let paths = Set(artifacts.flatMap(FileStamp.files))
    files = paths.sorted().compactMap { FileStamp($0, earlier: known[$0]) }
  }

  package init(from decoder: any Decoder) throws {
    // Builds before 0.2 kept the step's arguments around them.
    struct Older: Decodable { var files: [FileStamp] }
    files =
      try (try? decoder.singleValueContainer().decode([FileStamp].self))
      ?? Older(from: decoder).files
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(files)
  }
}
