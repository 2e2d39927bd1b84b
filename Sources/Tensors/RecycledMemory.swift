internal import CKernels
internal import Synchronization

/// Large blocks of memory that tensors gave back and the next ones of their size take over.
///
/// The system clears every fresh page; for batches that come and go that would cost as much as a
/// layer of the network. What waits is bounded: a few blocks of moderate size.
enum RecycledMemory {
  /// A block that belongs to whoever holds this value.
  private struct Block: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    let bytes: Int
  }

  private static let recycled = 1 << 20...64 << 20
  private static let (mostBlocks, mostBytes) = (8, 128 << 20)
  private static let waiting = Mutex<[Block]>([])

  /// Memory with anything in it, 64-byte aligned; nil when there is none.
  static func take(bytes: Int) -> UnsafeMutableRawPointer? {
    if recycled.contains(bytes) {
      let block = waiting.withLock { waiting in
        waiting.lastIndex { $0.bytes == bytes }.map { waiting.remove(at: $0) }
      }
      if let block { return block.memory }
    }
    return ckAllocate(bytes, false)
  }

  /// Takes memory back that came from `take`.
  static func give(_ memory: UnsafeMutableRawPointer, bytes: Int) {
    guard recycled.contains(bytes) else { return ckFree(memory) }
    let new = Block(memory: memory, bytes: bytes)
    let surplus = waiting.withLock { waiting -> [Block] in
      waiting.append(new)
      var surplus: [Block] = []
      while waiting.count > mostBlocks || waiting.reduce(0, { $0 + $1.bytes }) > mostBytes {
        surplus.append(waiting.removeFirst())
      }
      return surplus
    }
    for block in surplus { ckFree(block.memory) }
  }
}
