internal import Console
internal import Files
internal import Foundation

/// Lets one program at a time work in a run's folder.
///
/// The system lets go of the lock when the program ends, however it ends: none is ever stale.
package struct RunLock: ~Copyable {
  private let descriptor: Int32

  package init(folder: String) throws {
    let path = "\(folder)/.lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure(
        "cannot work in \(folder): \(String(cString: strerror(errno))) (\(path)); choose a folder you "
          + "may write to with --runs-dir")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? String(contentsOfFile: path, encoding: .utf8)) ?? "another program"
      close(descriptor)
      throw CommandFailure(
        "cannot run in \(folder): \(holder.prefix(200)) is at work there; wait until it is done, or "
          + "choose another folder with --runs-dir")
    }
    let since = Date().formatted(.iso8601)
    let text = "process \(getpid()) on \(ProcessInfo.processInfo.hostName) (since \(since))"
    ftruncate(descriptor, 0)
    let bytes = Array(text.utf8)
    bytes.withUnsafeBytes { buffer in
      // Who holds it is a courtesy; the lock itself does not need it.
      try? AtomicFile.writeAll(buffer, to: descriptor, path: path, at: 0)
    }
  }

  deinit { close(descriptor) }
}
