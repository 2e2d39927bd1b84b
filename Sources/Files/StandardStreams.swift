internal import Foundation

/// Standard input, output and errors: what is said there never ends the work.
public enum StandardStreams {
  /// Gives the first three descriptors to nobody where they are closed, so that no file that is opened
  /// later takes their place; writing to them fails then.
  ///
  /// A file that grows beyond the shell's limit (`ulimit -f`) is an error like a full disk, which is told and
  /// leaves nothing behind; the signal for it would end the program in the middle. So is a pipe that nobody reads any
  /// more (`galaxy-aep … | head -1`). The processes that we start are this program itself, which does the same.
  public static func secure() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for (descriptor, mode) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      // The lowest number that is free is this one.
      _ = open("/dev/null", mode)
    }
  }

  /// Writes a text as far as that is possible; answers what kept it from being written, or 0.
  @discardableResult
  public static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  /// The same of bytes.
  public static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    guard let start = bytes.baseAddress else { return 0 }
    var done = 0
    while done < bytes.count {
      let written = Foundation.write(descriptor, start + done, bytes.count - done)
      if written > 0 {
        done += written
      } else if errno == EAGAIN {
        // A reader that is slow; one that never reads again is not waited for longer.
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&ready, 1, 10_000) > 0 else { return EAGAIN }
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
