internal import Foundation

/// Folders that results are written to.
public enum Folder {
  /// Creates `path` and the folders above it unless they exist.
  public static func create(_ path: String) throws(FileError) {
    guard mkdir(path, 0o755) != 0 else { return }
    var reason = errno
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if reason == ENOENT, !path.isEmpty, parent != path {
      try create(parent)
      reason = mkdir(path, 0o755) == 0 ? 0 : errno
    }
    if reason == 0 || (reason == EEXIST && isFolder(path)) { return }
    if reason == EEXIST || reason == ENOTDIR {
      throw FileError(
        "cannot create the folder \(path): a file of that name is in the way; choose another")
    }
    throw FileError("cannot create the folder \(path): \(String(cString: strerror(reason)))")
  }

  /// The names in a folder, sorted.
  public static func names(in path: String) throws(FileError) -> [String] {
    // FileManager does not say why it fails; opening the folder does.
    guard let folder = opendir(path) else {
      throw FileError("cannot list the folder \(path): \(String(cString: strerror(errno)))")
    }
    closedir(folder)
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
