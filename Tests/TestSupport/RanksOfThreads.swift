internal import Foundation
package import Ranks
internal import Synchronization

/// Ranks that are threads of one process, each with what it shares in memory of its own.
package final class RanksOfThreads: Sendable {
  private let count: Int
  private let state: Mutex<(here: Int, round: Int, bytes: [UInt8])>
  private let condition = NSCondition()

  private init(_ count: Int) {
    self.count = count
    state = Mutex((0, 0, []))
  }

  /// What `body` makes on every rank, in their order.
  package static func results<Value: Sendable>(
    of count: Int, _ body: @escaping @Sendable (Ranks) throws -> Value
  ) throws -> [Value] {
    let room = RanksOfThreads(count)
    let results = Mutex([Int: Result<Value, any Error>]())
    let group = DispatchGroup()
    for rank in 0..<count {
      group.enter()
      let thread = Thread {
        let ranks = Ranks(rank, of: count, by: count > 1 ? Link(room: room, rank: rank) : nil)
        let result = Result { try body(ranks) }
        results.withLock { $0[rank] = result }
        group.leave()
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return try results.withLock { results in try (0..<count).compactMap { try results[$0]?.get() } }
  }

  private struct Link: RankLink {
    let room: RanksOfThreads, rank: Int

    func share(_ all: UnsafeMutableRawPointer, _ ranges: [Range<Int>]) {
      let end = ranges.map(\.upperBound).max() ?? 0
      room.state.withLock {
        if $0.bytes.count < end { $0.bytes += [UInt8](repeating: 0, count: end - $0.bytes.count) }
      }
      room.meet()
      room.state.withLock { state in
        for place in ranges[rank] {
          state.bytes[place] = all.load(fromByteOffset: place, as: UInt8.self)
        }
      }
      room.meet()
      room.state.withLock { state in
        for (other, range) in ranges.enumerated() where other != rank {
          for place in range {
            all.storeBytes(of: state.bytes[place], toByteOffset: place, as: UInt8.self)
          }
        }
      }
      room.meet()
    }

    func meet() { room.meet() }
    func leave() {}
    func abort(status: Int32) {}
  }

  private func meet() {
    condition.lock()
    defer { condition.unlock() }
    let (round, isLast) = state.withLock { state in
      state.here += 1
      let isLast = state.here == count
      if isLast { (state.here, state.round) = (0, state.round + 1) }
      return (isLast ? state.round - 1 : state.round, isLast)
    }
    if isLast { return condition.broadcast() }
    while state.withLock({ $0.round }) == round { condition.wait() }
  }
}
