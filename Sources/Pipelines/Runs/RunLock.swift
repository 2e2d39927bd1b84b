internal import Console
internal import Files

/// Lets one program at a time work in a run's folder.
package struct RunLock: ~Copyable {
  private let lock: OutputLock

  package init(folder: String) throws {
    do throws(FileError) {
      lock = try OutputLock(ofWorkIn: folder) { holder in
        "cannot run in \(folder): \(holder) is at work there; wait until it is done, or choose another "
          + "folder with --runs-dir"
      }
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
