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
  public static let all = Workers(
    threads: given(
      ProcessInfo.processInfo.activeProcessorCount, ProcessInfo.processInfo.environment))

  /// How many threads a process may have: one a processor, but no more than Slurm gave it.
  static func given(_ processors: Int, _ environment: [String: String]) -> Int {
    let slurm = environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) } ?? processors
    return max(1, min(processors, slurm))
  }

  /// Calls `body` once with every number in 0..<pieces, on several threads at once.
  public func forEach(_ pieces: Int, _ body: @Sendable (Int) -> Void) {
    forEach(pieces) { piece, _ in body(piece) }
  }

  /// Calls `body` once with every number in 0..<pieces and the number of the worker, below
  /// `threads`, that does it: no two pieces are done at once under the same number.
  public func forEach(_ pieces: Int, _ body: @Sendable (_ piece: Int, _ worker: Int) -> Void) {
    guard threads > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { worker in
      while true {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieces else { return }
        body(piece, worker)
      }
    }
  }

  /// What `body` makes of every number in 0..<count, in order, made on several threads at once.
  public func map<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { buffer, made in
      // Every place is written once, by whoever does its piece.
      nonisolated(unsafe) let values = buffer
      forEach(count) { index in values.initializeElement(at: index, to: body(index)) }
      made = count
    }
  }
}

/// The `index`-th of `pieces` nearly equal parts of 0..<count.
package func part(_ index: Int, of pieces: Int, count: Int) -> Range<Int> {
  (count * index / pieces)..<(count * (index + 1) / pieces)
}
