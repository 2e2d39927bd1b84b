internal import Files
internal import Foundation

/// A thread that has done nothing before.
///
/// SEP deals faint pixels out between neighbours by random numbers whose state belongs to the thread
/// and outlives the call: where a thread has found sources before, the same image would give others.
enum SEPThread {
  private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Calls `body` there and waits.
  static func run(_ doing: @autoclosure () -> String, _ body: @escaping () -> Void) {
    let work = Unmanaged.passRetained(Work(body))
    defer { work.release() }
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeUnretainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else { ThreadLimit.refused(doing(), status: status) }
    pthread_join(thread, nil)
  }
}
