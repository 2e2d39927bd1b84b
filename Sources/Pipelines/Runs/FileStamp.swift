package import Files
internal import Foundation

/// A file as a step found or left it. Two are equal where the content is the same, whatever its age.
package struct FileStamp: Codable, Equatable {
  package let path: String
  package let bytes: Int
  package let checksum: String
  /// When nothing about a file has changed since it was last looked at, it is not read again.
  private let state: String

  /// Nil where no such file is there or can be read.
  ///
  /// - Parameter earlier: what was known of the file.
  package init?(_ path: String, earlier: FileStamp?) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    (self.path, bytes) = (path, Int(status.st_size))
    state = [
      "\(status.st_dev)", "\(status.st_ino)", "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)",
      "\(status.st_ctim.tv_sec).\(status.st_ctim.tv_nsec)",
    ].joined(separator: " ")
    if let earlier, earlier.state == state, earlier.bytes == bytes {
      checksum = earlier.checksum
    } else {
      guard let sum = Checksum.ofFile(path) else { return nil }
      checksum = sum
    }
  }

  package static func == (one: FileStamp, two: FileStamp) -> Bool {
    (one.path, one.bytes, one.checksum) == (two.path, two.bytes, two.checksum)
  }

  /// The files that an artifact is made of, in alphabetical order: itself, or those in its folder.
  ///
  /// Of a whole run they are its results; the sets and frames that led to those have stamps of their
  /// own.
  package static func files(of artifact: Artifact) -> [String] {
    var isFolder: ObjCBool = false
    let path = artifact.path
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else { return [path] }
    // The folder behind a link is looked into, as the commands do.
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    let all = names.filter { artifact.kind != .run || isResult($0) }
    return all.sorted().map { path == "." ? $0 : "\(path)/\($0)" }
  }

  private static func isResult(_ name: String) -> Bool {
    let ending = FileName.ending(of: name)
    return name != RunManifest.fileName && !name.hasPrefix(".")
      && (["png", "svg", "json", "csv"].contains(ending)
        || (ending == "fits" && !name.contains("/")))
  }
}
