internal import Dispatch
internal import Sky
internal import Synchronization

/// A value that is being made on another thread.
final class Upcoming<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)
  private let done = DispatchGroup()

  init(_ make: @escaping @Sendable () throws -> Value) {
    done.enter()
    DispatchQueue.global().async {
      let result = Result { try make() }
      self.outcome.withLock { $0 = result }
      self.done.leave()
    }
  }

  /// Waits for the value, or throws what kept it from being made.
  func get() throws -> Value {
    done.wait()
    guard let result = outcome.withLock({ $0 }) else {
      throw SurveyError("work on another thread ended without a result; try again")
    }
    return try result.get()
  }
}
