import Synchronization
import Tensors
import Testing

@Suite struct WorkersTests {
  @Test(arguments: [1, 2, 5]) func everyPieceIsDoneOnce(threads: Int) {
    for pieces in [0, 1, 3, 100] {
      let done = Mutex([Int]())
      Workers(threads: threads).forEach(pieces) { piece in done.withLock { $0.append(piece) } }
      #expect(done.withLock { $0.sorted() } == Array(0..<pieces))
    }
  }

  @Test(arguments: [1, 3]) func whatIsMadeComesInOrder(threads: Int) {
    for count in [0, 1, 2, 50] {
      let made = Workers(threads: threads).map(count) { String(repeating: "x", count: $0) }
      #expect(made.map(\.count) == Array(0..<count))
    }
  }

  @Test func aWorkerDoesOnePieceAtATime() {
    let busy = Mutex(Set<Int>())
    let clashes = Atomic<Int>(0)
    Workers(threads: 4).forEach(200) { _, worker in
      let isFree = busy.withLock { $0.insert(worker).inserted }
      if !isFree || worker >= 4 { clashes.add(1, ordering: .relaxed) }
      busy.withLock { _ = $0.remove(worker) }
    }
    #expect(clashes.load(ordering: .relaxed) == 0)
  }
}
