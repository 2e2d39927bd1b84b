/// The few greatest scores of a long row that arrives block by block: a binary heap with the least
/// of them on top, which most scores never get past.
struct NearestFew: Sendable {
  struct Entry: Sendable {
    var score: Float
    var index: Int
  }

  private(set) var entries: [Entry] = []
  private let capacity: Int
  /// What a score has to be above to be kept.
  private(set) var limit = -Float.infinity

  init(_ capacity: Int) {
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  /// Considers the `score` of `index`; among equal scores the first to come stay.
  mutating func offer(_ score: Float, of index: Int) {
    guard entries.count == capacity else {
      entries.append(Entry(score: score, index: index))
      rise(from: entries.count - 1)
      if entries.count == capacity { limit = entries[0].score }
      return
    }
    guard score > limit else { return }
    entries[0] = Entry(score: score, index: index)
    sink()
    limit = entries[0].score
  }

  private mutating func rise(from last: Int) {
    var child = last
    while child > 0, entries[child].score < entries[(child - 1) / 2].score {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func sink() {
    var parent = 0
    while 2 * parent + 1 < capacity {
      var child = 2 * parent + 1
      if child + 1 < capacity, entries[child + 1].score < entries[child].score { child += 1 }
      if entries[child].score >= entries[parent].score { break }
      entries.swapAt(child, parent)
      parent = child
    }
  }
}
