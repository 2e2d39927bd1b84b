internal import Foundation
internal import Synchronization

/// Ctrl-C, `kill` and a terminal that closes, asked for politely: the work is told to stop at its next safe point.
///
/// A second signal ends the program at once; outputs are atomic, so nothing half-written stays.
package enum Interruption {
  /// The signal that asked; 0 where none has.
  private static let received = Atomic<Int32>(0)

  /// Whether someone asked to stop.
  package static var isRequested: Bool { received.load(ordering: .relaxed) != 0 }

  /// The exit status of a program that was asked to stop: 128 and the signal's number.
  package static var exitStatus: Int32 { 128 + received.load(ordering: .relaxed) }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// From now on the first SIGINT, SIGTERM or SIGHUP only sets `isRequested`; whoever started the program
  /// may have blocked them. SIGHUP stays ignored where it is: nohup(1) asks for that.
  package static func listen() {
    _ = isRequested
    var blocked = sigset_t()
    sigemptyset(&blocked)
    for number in signals { sigaddset(&blocked, number) }
    pthread_sigmask(SIG_UNBLOCK, &blocked, nil)
    for number in signals where number != SIGHUP || !isIgnored(SIGHUP) {
      signal(number) { number in
        Interruption.received.store(number, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
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
