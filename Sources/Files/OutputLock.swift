internal import Foundation

/// Lets one program at a time write a result: a file, or a folder and all in it.
///
/// The lock is a small hidden file in the folder (`.lock`) or beside the file (`.NAME.lock`), held by flock(2). The
/// system lets go of it when its program ends, however that ends, so none is ever stale; what a killed program left
/// is taken over and removed by the next. Where a file system knows no locks, the work goes on without.
///
/// It is taken before work begins, so that a place where nothing can be written is told at once.
public final class OutputLock: Sendable {
  /// What a result is.
  public enum Kind: Sendable { case file, folder }

  private let descriptor: Int32
  private let path: String
  /// The folder that was made to hold the lock; it goes if nothing else came into it.
  private let madeFolder: String?

  public init(_ kind: Kind, _ output: String) throws(FileError) {
    let there = Self.real(output)
    let isNew = kind == .folder && access(there, F_OK) != 0
    if kind == .folder { try Folder.create(there) }
    let path = Self.path(kind, there)
    do throws(FileError) {
      descriptor = try Self.hold(path, output) { holder in
        "cannot write \(output): \(holder) is writing it; wait until it is done, or choose another name"
      }
    } catch {
      if isNew { rmdir(there) }
      throw error
    }
    (self.path, madeFolder) = (path, isNew ? there : nil)
  }

  /// Removes the lock that a program left, where none holds it any more.
  public static func removeLeftover(_ kind: Kind, _ output: String) {
    guard access(path(kind, real(output)), F_OK) == 0 else { return }
    _ = try? OutputLock(kind, output)
  }

  private static func path(_ kind: Kind, _ there: String) -> String {
    if kind == .folder { return "\(there)/.lock" }
    let url = URL(fileURLWithPath: there)
    return "\(url.deletingLastPathComponent().path)/\(name(beside: url.lastPathComponent))"
  }

  /// Of a folder that is there and stays.
  ///
  /// - Parameter busy: what is said where somebody else is at work there.
  public init(
    ofWorkIn folder: String, busy: (_ holder: String) -> String
  ) throws(FileError) {
    path = "\(Self.real(folder))/.lock"
    descriptor = try Self.hold(path, path, busy)
    madeFolder = nil
  }

  deinit {
    guard descriptor >= 0 else { return }
    // While it is held: whoever waits at the old name finds another file there, and tries anew.
    unlink(path)
    close(descriptor)
    if let madeFolder { rmdir(madeFolder) }
  }

  /// A descriptor that holds the lock; -1 where the file system has none.
  private static func hold(
    _ path: String, _ output: String, _ busy: (_ holder: String) -> String
  ) throws(FileError) -> Int32 {
    for _ in 0..<100 {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw AtomicFile.failure("write", output) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let reason = errno
        defer { close(descriptor) }
        guard reason == EWOULDBLOCK else {
          unlink(path)
          return -1
        }
        throw FileError(busy(holder(descriptor)))
      }
      var (held, named) = (stat(), stat())
      // Its holder may have removed it between the opening and the lock.
      if fstat(descriptor, &held) == 0, lstat(path, &named) == 0, held.st_ino == named.st_ino,
        held.st_dev == named.st_dev
      {
        sign(descriptor)
        return descriptor
      }
      close(descriptor)
    }
    throw FileError("cannot write \(output): others come and go there; try again")
  }

  /// Who holds a lock, as its file says.
  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    return text.hasPrefix("process ") ? text : "another program"
  }

  /// Writes who holds it and since when; a courtesy that the lock itself does not need.
  private static func sign(_ descriptor: Int32) {
    let since = Date().formatted(.iso8601)
    let text = "process \(getpid()) on \(ProcessInfo.processInfo.hostName) (since \(since))"
    guard ftruncate(descriptor, 0) == 0 else { return }
    let bytes = Array(text.utf8)
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// The place itself, whatever links lead there.
  private static func real(_ path: String) -> String {
    let plain = URL(fileURLWithPath: path)
    for (url, rest) in [(plain, ""), (plain.deletingLastPathComponent(), plain.lastPathComponent)] {
      guard let resolved = realpath(url.path, nil) else { continue }
      defer { free(resolved) }
      let folder = String(cString: resolved)
      return rest.isEmpty ? folder : folder == "/" ? "/\(rest)" : "\(folder)/\(rest)"
    }
    return plain.path
  }

  /// A file system's names end at 255 bytes.
  private static func name(beside name: String) -> String {
    if name.utf8.count <= 200 { return ".\(name).lock" }
    var print = RunFingerprint()
    print.mix(name)
    return ".\(print.text).lock"
  }
}
