internal import Dispatch
internal import Foundation
internal import Synchronization

/// The threads that share the program's heavy work.
///
/// Work is cut into pieces whose number never depends on how many threads there are; sums made
/// piece by piece and added in the order of the pieces are therefore the same bits on any machine.
public struct Workers: Sendable {
  /// How many threads work at once.
  public let threads: Int

  public init(threads: Int) {
    precondition(threads > 0, "work needs at least one thread")
    self.threads = threads
  }

  /// As many threads as there are processors.
  public static let all = Workers(threads: max(1, ProcessInfo.processInfo.activeProcessorCount))

  /// Calls `body` once with every number in 0..<pieces, on several threads at once.
  public func forEach(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    guard threads > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        body(piece)
      }
    }
  }
}
