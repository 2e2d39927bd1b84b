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
      let holder = OutputLock.holder(descriptor)
      close(descriptor)
      throw CommandFailure(
        "cannot run in \(folder): \(holder) is at work there; wait until it is done, or "
          + "choose another folder with --runs-dir")
    }
    OutputLock.sign(descriptor)
  }

  deinit { close(descriptor) }
}
