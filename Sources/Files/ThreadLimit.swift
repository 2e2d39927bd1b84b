internal import Dispatch
internal import Foundation

/// How many threads the system lets a program have (`ulimit -u`).
public enum ThreadLimit {
  /// One that works, one that reads ahead, one that SEP has to itself, and one that watches.
  private static let least = 4

  /// Throws where there are too few besides the first: what shares work among threads would wait for one for ever.
  public static func check() throws(FileError) {
    // They wait for each other, so that all are there at once.
    let gate = DispatchSemaphore(value: 0)
    let address = Unmanaged.passUnretained(gate).toOpaque()
    var threads: [pthread_t] = []
    var status: Int32 = 0
    while threads.count < least, status == 0 {
      var thread = pthread_t()
      status = pthread_create(
        &thread, nil,
        { gate in
          guard let gate else { return nil }
          Unmanaged<DispatchSemaphore>.fromOpaque(gate).takeUnretainedValue().wait()
          return nil
        }, address)
      if status == 0 { threads.append(thread) }
    }
    for _ in threads { gate.signal() }
    for thread in threads { pthread_join(thread, nil) }
    withExtendedLifetime(gate) {}
    guard status == 0 else {
      throw FileError(
        "cannot begin: the system lets this program have \(threads.count) threads besides the first and \(least) are "
          + "needed (\(String(cString: strerror(status)))); raise the limit on processes (ulimit -u)"
      )
    }
  }

  /// Ends the program in a sentence where a thread that is needed cannot be had: that is nothing that a file is, and whoever
  /// goes on without what it was for must not go on without it for that.
  public static func refused(_ doing: String, status: Int32) -> Never {
    StandardStreams.write(
      "Error: cannot \(doing): the system lets this program have no further thread (\(String(cString: strerror(status)))); raise "
        + "the limit on processes (ulimit -u) and run the same command again\n", to: STDERR_FILENO)
    _exit(1)
  }
}
