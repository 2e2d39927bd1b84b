internal import Foundation

/// Folders that results are written to.
public enum Folder {
  /// Creates `path` and the folders above it unless they exist.
  public static func create(_ path: String) throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let taken = FileManager.default.fileExists(atPath: path)
      throw FileError(
        taken
          ? "cannot create the folder \(path): a file of that name is in the way; choose another"
          : "cannot create the folder \(path): \(String(cString: strerror(errno)))")
    }
  }

  /// The names in a folder, sorted.
  public static func names(in path: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw FileError("cannot list the folder \(path): \(String(cString: strerror(errno)))")
    }
  }
}
