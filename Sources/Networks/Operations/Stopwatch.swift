internal import Foundation

/// Where the time of a plan goes: processor seconds by the numbers of its steps.
final class Stopwatch: @unchecked Sendable {
  private let nanoseconds: UnsafeMutablePointer<UInt64>
  private let count: Int

  init(_ plan: Plan) {
    count = plan.names.count
    nanoseconds = .allocate(capacity: count * chunkCount)
    nanoseconds.update(repeating: 0, count: count * chunkCount)
  }

  deinit { nanoseconds.deallocate() }

  /// Runs `body` on behalf of a chunk; a chunk is one thread's at a time.
  func time(_ number: Int, chunk: Int, _ body: () -> Void) {
    let start = threadNanoseconds()
    body()
    nanoseconds[chunk * count + number] += threadNanoseconds() - start
  }

  /// The mean times of `rounds` runs of the plan.
  func times(of plan: Plan, images: Int, rounds: Int) -> [StepTime] {
    plan.names.enumerated().map { number, part in
      StepTime(
        name: part.name, seconds: seconds(number) / Double(rounds),
        multiplyAdds: Double(part.multiplyAdds * images))
    }
  }

  private func seconds(_ number: Int) -> Double {
    (0..<chunkCount).reduce(0) { $0 + Double(nanoseconds[$1 * count + number]) } * 1e-9
  }
}

/// Processor time of this thread.
func threadNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
