internal import Foundation
internal import Synchronization

/// Ctrl-C, `kill` and a terminal that closes, asked for politely: the work is told to stop at its next safe point.
///
/// A further signal a second later ends the program at once; outputs are atomic, so nothing half-written stays. Launchers of
/// several processes and schedulers send one signal more than once.
package enum Interruption {
  /// The signal that asked; 0 where none has.
  private static let received = Atomic<Int32>(0)
  /// When, in milliseconds of a clock that only goes on.
  private static let since = Atomic<Int>(0)

  /// Whether someone asked to stop.
  package static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// Why work that could go on does not.
  package struct Stopped: Error {
    package init() {}
  }

  /// The exit status of a program that was asked to stop: 128 and the signal's number.
  package static var exitStatus: Int32 { 128 + received.load(ordering: .relaxed) }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// From now on the first SIGINT, SIGTERM or SIGHUP only sets `isRequested`; whoever started the program
  /// may have blocked them. SIGHUP stays ignored where it is: nohup(1) asks for that.
  package static func listen() {
    _ = (isRequested, since.load(ordering: .relaxed))
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in signals { sigaddset(&blocked, number) }
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    for number in signals where number != SIGHUP || !isIgnored(SIGHUP) {
      signal(number) { number in
        let now = Interruption.milliseconds()
        if !Interruption.isRequested {
          Interruption.since.store(now, ordering: .relaxed)
          Interruption.received.store(number, ordering: .relaxed)
        } else if now - Interruption.since.load(ordering: .relaxed) >= 1000 {
          signal(number, SIG_DFL)
          raise(number)
        }
      }
    }
  }

  /// May be asked while a signal is handled.
  private static func milliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// From now on they end the program again.
  package static func stopListening() {
    for number in signals where number != SIGHUP || !isIgnored(SIGHUP) { signal(number, SIG_DFL) }
  }

  /// Whether nothing happens when a signal comes.
  package static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    let handler = unsafeBitCast(action.__sigaction_handler, to: Int.self)
    return handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
