internal import Foundation

/// How many threads the system lets a program have (`ulimit -u`).
public enum ThreadLimit {
  /// Throws where there is none besides the first: what shares work among threads would wait for one for ever.
  public static func check() throws(FileError) {
    var thread = pthread_t()
    let status = pthread_create(&thread, nil, { _ in nil }, nil)
    guard status == 0 else {
      throw FileError(
        "cannot begin: the system lets this program have no second thread (\(String(cString: strerror(status)))); "
          + "raise the limit on processes (ulimit -u)")
    }
    pthread_join(thread, nil)
  }
}
