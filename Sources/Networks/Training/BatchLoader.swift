internal import Foundation
package import Ranks
package import Tensors

/// A thread that prepares the next batches while the network computes.
///
/// Batches come in the order of the plan, at most `ahead` of them wait; whatever goes wrong while
/// one is read is thrown when its turn comes.
package final class BatchLoader: @unchecked Sendable {
  private let condition = NSCondition()
  // All guarded by `condition`.
  private var ready: [Result<Batch, any Error>] = []
  private var ended = false
  private var stopped = false

  private let ahead: Int

  package init(
    _ plan: BatchPlan, of dataset: any Dataset, targets: (any ImageTargets)? = nil,
    ranks: Ranks = .alone, ahead: Int = 2
  ) {
    self.ahead = ahead
    let thread = Thread { [self] in
      var plan = plan
      while let request = plan.next() {
        guard waitForRoom() else { return }
        let outcome = Result {
          try Batch(
            request, from: dataset, targets: targets, settings: plan.settings,
            only: ranks.images(of: request.images.count, ranks.rank))
        }
        guard hand(over: outcome) else { return }
      }
      finish()
    }
    thread.name = "batches"
    thread.stackSize = 4 << 20
    thread.start()
  }

  /// The next batch of the plan, waiting for it if need be; nil after the last one.
  package func next() throws -> Batch? {
    condition.lock()
    defer { condition.unlock() }
    while ready.isEmpty && !ended { condition.wait() }
    guard !ready.isEmpty else { return nil }
    let outcome = ready.removeFirst()
    condition.broadcast()
    return try outcome.get()
  }

  /// Lets the thread end; batches that wait are dropped.
  package func stop() {
    condition.withLock {
      stopped = true
      ended = true
      ready = []
      condition.broadcast()
    }
  }

  private func waitForRoom() -> Bool {
    condition.withLock {
      while ready.count >= ahead && !stopped { condition.wait() }
      return !stopped
    }
  }

  /// False when nothing further is wanted.
  private func hand(over outcome: Result<Batch, any Error>) -> Bool {
    condition.withLock {
      guard !stopped else { return false }
      ready.append(outcome)
      if case .failure = outcome { ended = true }
      condition.broadcast()
      return !ended
    }
  }

  private func finish() {
    condition.withLock {
      ended = true
      condition.broadcast()
    }
  }
}
