internal import Foundation
internal import Synchronization

/// Ctrl-C and `kill` asked for politely: the work is told to stop at its next safe point.
///
/// A second signal ends the program at once; outputs are atomic, so nothing half-written stays.
package enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Whether someone asked to stop.
  package static var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// The exit status of a program that was asked to stop (128 + SIGINT).
  package static let exitStatus: Int32 = 130

  /// From now on the first SIGINT or SIGTERM only sets `isRequested`; whoever started the program may
  /// have blocked them.
  package static func listen() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        Interruption.requested.store(true, ordering: .relaxed)
        signal(received, SIG_DFL)
      }
    }
  }

  /// From now on they end the program again.
  package static func stopListening() {
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
