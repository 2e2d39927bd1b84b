/// Walks along the links of several blocks at once.
///
/// Each step of one walk waits for memory; steps of different blocks wait together, which is what
/// makes this faster than one block after another.
enum Bzip2Walk {
  /// How many blocks are worth walking at once: 4.5 MB each at most.
  static let lanes = 6

  /// Fills the text of every block.
  static func run(_ blocks: [Bzip2Block]) {
    let ordered = blocks.sorted { $0.count > $1.count }
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: ordered.count) { lanes in
      for (index, block) in ordered.enumerated() {
        guard let links = block.links, let text = block.text else { return }
        lanes.initializeElement(at: index, to: Lane(links: links, text: text, place: block.start))
      }
      // The shortest block ends first; the others go on without it.
      var done = 0
      for index in ordered.indices.reversed() {
        let end = ordered[index].count
        walk(UnsafeMutableBufferPointer(rebasing: lanes[...index]), done, end)
        done = end
      }
    }
  }

  private struct Lane {
    let links: UnsafeMutablePointer<UInt32>
    let text: UnsafeMutablePointer<UInt8>
    var place: UInt32
  }

  private static func walk(
    _ lanes: UnsafeMutableBufferPointer<Lane>, _ start: Int, _ end: Int
  ) {
    guard let first = lanes.baseAddress else { return }
    let count = lanes.count
    for step in start..<end {
      for index in 0..<count {
        let lane = first + index
        let link = lane.pointee.links[Int(lane.pointee.place)]
        lane.pointee.text[step] = UInt8(truncatingIfNeeded: link)
        lane.pointee.place = link &>> 8
      }
    }
  }
}
