internal import Foundation

/// Walks along the links of a block from many of its places at once.
///
/// Each step of one walk waits for memory; steps of different walks wait together. The links form a
/// ring (several where the text repeats itself), so that every walk ends where one began. These
/// stretches, put in order from the beginning of the text, are the text.
struct Bzip2Walk: ~Copyable {
  /// Walks that go on at once; more of them than a processor's outstanding reads are of no use.
  private static let lanes = 24
  /// Stretches of a block: many more than lanes, so that few of these are idle at the end.
  private static let stretches = 512
  /// Set in the link of a place where a stretch begins.
  private static let mark: UInt32 = 1 << 31

  private struct Lane {
    var stretch: Int
    /// Where the walk is.
    var place: Int
    /// Where its next byte goes.
    var text: UnsafeMutablePointer<UInt8>
  }

  private struct Stretch {
    var text: UnsafeMutablePointer<UInt8>
    var count = 0
    /// Where it ended: the place at which the next one begins.
    var end = 0
  }

  private let links: UnsafeMutablePointer<UInt32>
  private let count: Int
  private let start: Int
  /// Places from one beginning to the next; the text's own beginning may be one more.
  private let spacing: Int
  private let beginnings: Int

  /// - Parameters:
  ///   - links: for each of `count` places its byte in the low eight bits and the next place in those
  ///     above, every place once; the highest bit is set here where a stretch begins.
  ///   - start: the place of the text's first byte.
  init(_ links: UnsafeMutablePointer<UInt32>, count: Int, start: Int) {
    self.links = links
    self.count = count
    self.start = start
    spacing = (count + Self.stretches - 1) / Self.stretches
    beginnings = (count + spacing - 1) / spacing + (start.isMultiple(of: spacing) ? 0 : 1)
    for stretch in 0..<beginnings { links[beginning(of: stretch)] |= Self.mark }
  }

  /// Bytes to work in: every place is walked over once, so that no lane writes more than `count`.
  static func room(for count: Int) -> Int { lanes * count }

  /// Fills the text, `count` bytes.
  func run(into text: UnsafeMutablePointer<UInt8>, room: UnsafeMutablePointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: Stretch.self, capacity: beginnings) { stretches in
      stretches.initialize(repeating: Stretch(text: room))
      walk(stretches, room)
      var (filled, next) = (0, start)
      while filled < count {
        let stretch = stretches[stretch(at: next)]
        let length = min(stretch.count, count - filled)
        memcpy(text + filled, stretch.text, length)
        (filled, next) = (filled + length, stretch.end)
      }
    }
  }

  private func beginning(of stretch: Int) -> Int {
    stretch * spacing < count ? stretch * spacing : start
  }

  private func stretch(at place: Int) -> Int {
    place.isMultiple(of: spacing) ? place / spacing : beginnings - 1
  }

  private func walk(
    _ stretches: UnsafeMutableBufferPointer<Stretch>, _ room: UnsafeMutablePointer<UInt8>
  ) {
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: Self.lanes) { lanes in
      var (begun, active) = (0, min(Self.lanes, beginnings))
      for index in 0..<active {
        stretches[index].text = room + index * count
        lanes.initializeElement(at: index, to: lane(index, writingTo: room + index * count))
      }
      begun = active
      while active > 0 {
        let ended = walk(UnsafeMutableBufferPointer(rebasing: lanes[..<active]))
        let lane = lanes[ended]
        stretches[lane.stretch].count = lane.text - stretches[lane.stretch].text
        stretches[lane.stretch].end = lane.place
        if begun < beginnings {
          stretches[begun].text = lane.text
          lanes[ended] = self.lane(begun, writingTo: lane.text)
          begun += 1
        } else {
          active -= 1
          lanes[ended] = lanes[active]
        }
      }
    }
  }

  /// A lane that has taken the first step of its stretch.
  private func lane(_ stretch: Int, writingTo text: UnsafeMutablePointer<UInt8>) -> Lane {
    let link = links[beginning(of: stretch)] & ~Self.mark
    text.pointee = UInt8(truncatingIfNeeded: link)
    return Lane(stretch: stretch, place: Int(link >> 8), text: text + 1)
  }

  /// Steps on all lanes until one of them comes to a beginning; tells which one.
  private func walk(_ lanes: UnsafeMutableBufferPointer<Lane>) -> Int {
    guard let first = lanes.baseAddress else { return 0 }
    while true {
      for index in 0..<lanes.count {
        let lane = first + index
        let link = links[lane.pointee.place]
        guard link < Self.mark else { return index }
        lane.pointee.text.pointee = UInt8(truncatingIfNeeded: link)
        lane.pointee.text += 1
        lane.pointee.place = Int(link &>> 8)
      }
    }
  }
}
