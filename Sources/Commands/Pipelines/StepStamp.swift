internal import Files
internal import Foundation

/// What a finished step looked like: if nothing of it has changed, it is not run again.
package struct StepStamp: Codable, Equatable {
  var program: String
  var arguments: [String]
  /// Size and time of change of every file that the arguments name, inputs and outputs alike.
  var files: [String: String]

  /// The state of a step with these arguments, seen from the current folder.
  package init(arguments: [String]) {
    program = Provenance.currentProgram
    self.arguments = arguments
    files = [:]
    for argument in arguments.dropFirst() {
      let path = argument.split(separator: "=", maxSplits: 1).last.map(String.init) ?? argument
      for file in Self.files(at: path) { files[file] = Self.signature(of: file) }
    }
  }

  package static func read(_ path: String) -> StepStamp? {
    FileManager.default.contents(atPath: path)
      .flatMap { try? JSONDecoder().decode(StepStamp.self, from: $0) }
  }

  package func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self), to: path)
  }

  /// The file itself, or the files in a folder.
  private static func files(at path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else { return [path] }
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
    return names.map { "\(path)/\($0)" }
  }

  private static func signature(of path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0 else { return "absent" }
    guard status.st_mode & S_IFMT != S_IFDIR else { return "folder" }
    return "\(status.st_size) bytes, \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
