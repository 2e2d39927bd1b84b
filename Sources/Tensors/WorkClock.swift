internal import Foundation

/// A clock for measurements: on one thread the processor time of the process, which other programs
/// disturb least; on more what the clock on the wall says.
public struct WorkClock: Sendable {
  private let clock: clockid_t

  public init(_ workers: Workers) {
    clock = workers.threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
  }

  private init(clock: clockid_t) { self.clock = clock }

  /// The processor time of all threads of the process, and the wall's.
  public static let processor = WorkClock(clock: CLOCK_PROCESS_CPUTIME_ID)
  public static let wall = WorkClock(clock: CLOCK_MONOTONIC)

  /// Milliseconds since some moment in the past.
  public var milliseconds: Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
  }
}
