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

  /// These, and those of other files; where both know a file, the others' word counts.
  package func joined(with others: FileStamps) -> FileStamps {
    var known = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    for file in others.files { known[file.path] = file }
    return FileStamps(known.values.sorted { $0.path < $1.path })
  }

  /// The files that only one of both knows, or knows otherwise, in alphabetical order.
  package func differences(from others: FileStamps) -> [String] {
    func byPath(_ files: [FileStamp]) -> [String: FileStamp] {
      Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
    }
    let (own, other) = (byPath(files), byPath(others.files))
    return Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
  }

  private init(_ files: [FileStamp]) { self.files = files }

  package var paths: [String] { files.map(\.path) }

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
