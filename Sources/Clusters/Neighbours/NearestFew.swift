/// The few least of a long row of values that arrives block by block: a binary heap with the
/// greatest on top, which most values never get past.
struct NearestFew: Sendable {
  struct Entry: Sendable {
    var value: Float
    var index: Int
  }

  private(set) var entries: [Entry] = []
  private let capacity: Int
  private var limit = Float.infinity

  init(_ capacity: Int) {
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  /// Considers `products[i] + norms[i]` for every index of the block.
  mutating func offer(
    _ products: UnsafePointer<Float>, _ norms: UnsafePointer<Float>, _ block: Range<Int>
  ) {
    for part in (0..<block.count).blocks(of: 64) {
      if entries.count == capacity {
        let limit = limit
        var hits: Int32 = 0
        for i in part {
          hits &+= products[i] + norms[i] < limit ? 1 : 0
        }
        if hits == 0 { continue }
      }
      for i in part {
        let value = products[i] + norms[i]
        if entries.count < capacity || value < limit {
          insert(Entry(value: value, index: block.lowerBound + i))
        }
      }
    }
  }

  private mutating func insert(_ entry: Entry) {
    if entries.count < capacity {
      entries.append(entry)
      var child = entries.count - 1
      while child > 0, entries[child].value > entries[(child - 1) / 2].value {
        entries.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else {
      entries[0] = entry
      var parent = 0
      while 2 * parent + 1 < capacity {
        var child = 2 * parent + 1
        if child + 1 < capacity, entries[child + 1].value > entries[child].value { child += 1 }
        if entries[child].value <= entries[parent].value { break }
        entries.swapAt(child, parent)
        parent = child
      }
    }
    if entries.count == capacity { limit = entries[0].value }
  }
}
