internal import CKernels
internal import Foundation

/// What the program computes with.
public enum Processor {
  /// The instruction set of the inner loops: reference, baseline, avx2, avx512 or avx512bf16.
  public static var kernels: String { String(cString: Tensors.kernels.name) }

  /// The most multiply-adds a second that one thread reaches with these kernels, in registers
  /// alone; measured anew, in a tenth of a second.
  ///
  /// Told by the thread's processor time: other programs take time away, not speed.
  public static func measuredPeak() -> Double {
    var (rounds, best, total) = (100_000, 0.0, 0.0)
    while total < 0.1 {
      let start = threadSeconds()
      let result = Tensors.kernels.spin(rounds, 0.999, 1e-3)
      let seconds = threadSeconds() - start
      precondition(result.isFinite, "multiply-adds that cannot overflow have overflown")
      total += seconds
      if seconds > 1e-3 {
        best = max(best, Double(rounds) * 12 * Double(Tensors.kernels.lanes) / seconds)
      } else {
        rounds *= 2
      }
    }
    return best
  }

  private static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
