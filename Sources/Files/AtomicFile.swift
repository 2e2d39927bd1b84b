public import Foundation

/// Writing a file so that its final name never belongs to a half-written one.
///
/// The bytes go to a temporary name in the same folder (`PartialName`), are forced to the disk (`fsync`) and only
/// then renamed; on any failure the temporary file is removed and an older file stays as it was.
public enum AtomicFile {
  /// Writes `bytes` to `path`, replacing what is there.
  public static func write(_ bytes: Data, to path: String) throws(FileError) {
    try write(to: path) { (descriptor) throws(FileError) in
      let outcome = bytes.withUnsafeBytes { buffer in
        Result { () throws(FileError) in try writeAll(buffer, to: descriptor, path: path) }
      }
      try outcome.get()
    }
  }

  public static func write(_ text: String, to path: String) throws(FileError) {
    try write(Data(text.utf8), to: path)
  }

  /// Writes piece by piece: `body` receives the descriptor of the temporary file.
  public static func write(
    to path: String, _ body: (_ descriptor: Int32) throws(FileError) -> Void
  ) throws(FileError) {
    let target = try target(of: path)
    let (temporary, descriptor) = try createPartial(of: target, named: path)
    do throws(FileError) {
      try body(descriptor)
      guard fsync(descriptor) == 0 else { throw failure("store", path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, target) == 0 else {
      let error = failure("finish", path)
      unlink(temporary)
      throw error
    }
    syncFolder(of: target)
  }

  /// The name to replace: a symbolic link stays one, and what is no file (a folder, /dev/stdout) is
  /// left alone.
  static func target(of path: String) throws(FileError) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return path }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR:
      throw FileError("cannot write \(path): a folder has that name; choose another name")
    default:
      throw FileError("cannot write \(path): it is not a regular file; choose another name")
    }
    guard let resolved = realpath(path, nil) else { throw failure("find", path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Writes the whole buffer to an open descriptor; `path` is named in the error.
  ///
  /// - Parameter offset: where in the file it goes; nil writes on where the last writing ended.
  public static func writeAll(
    _ buffer: UnsafeRawBufferPointer, to descriptor: Int32, path: String, at offset: Int? = nil
  ) throws(FileError) {
    guard let start = buffer.baseAddress else { return }
    var rest = buffer[...]
    while !rest.isEmpty {
      let bytes = start + rest.startIndex
      let written =
        if let offset {
          pwrite(descriptor, bytes, rest.count, off_t(offset + rest.startIndex))
        } else {
          Foundation.write(descriptor, bytes, rest.count)
        }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw failure("write", path) }
      rest = rest.dropFirst(written)
    }
  }

  static func failure(_ verb: String, _ path: String) -> FileError {
    let reason = String(cString: strerror(errno))
    let advice =
      switch errno {
      case ENOSPC, EDQUOT: "; free some space and run the same command again"
      case EACCES, EPERM, EROFS: "; choose a folder you may write to"
      case ENOENT: "; create its folder first"
      case ENOTDIR: "; a part of its folder's name belongs to a file"
      default: ""
      }
    return FileError("cannot \(verb) \(path): \(reason)\(advice)")
  }

  /// Forces the new name itself to the disk; a file system that cannot is not an error.
  private static func syncFolder(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
