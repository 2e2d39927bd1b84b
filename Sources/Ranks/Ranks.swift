/// Who this process is among those that do one piece of work together.
///
/// A rank is one process of `count`, numbered from 0, as MPI has it. Work is cut into pieces whose number never depends on how
/// many ranks there are; what is added up is shared piece by piece and added in the order of the pieces by everybody, so
/// that any number of ranks has the same bits.
public struct Ranks: Sendable {
  public let rank: Int
  public let count: Int
  private let link: (any RankLink)?

  /// One process by itself, as a program usually is.
  public static let alone = Ranks(0, of: 1, by: nil)

  package init(_ rank: Int, of count: Int, by link: (any RankLink)?) {
    precondition(count > 0 && (0..<count).contains(rank), "rank \(rank) of \(count)")
    precondition(count == 1 || link != nil, "several ranks need a way to each other")
    (self.rank, self.count, self.link) = (rank, count, link)
  }

  /// Whether this one speaks and writes for all.
  public var isFirst: Bool { rank == 0 }
  public var areSeveral: Bool { count > 1 }

  /// What this rank does of 0..<pieces.
  public func own(of pieces: Int) -> Range<Int> { part(of: pieces, rank) }

  /// What a rank does of 0..<pieces.
  public func part(of pieces: Int, _ rank: Int) -> Range<Int> {
    (pieces * rank / count)..<(pieces * (rank + 1) / count)
  }

  /// Every rank has its own range of the values, and gets those of the others.
  ///
  /// - Parameter range: of a rank, the same for all who ask; ranges follow each other in the order of the ranks.
  public func share<Value: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Value>, _ range: (_ rank: Int) -> Range<Int>
  ) {
    guard let link, areSeveral else { return }
    let size = MemoryLayout<Value>.stride
    link.share(
      UnsafeMutableRawPointer(values),
      (0..<count).map { rank in
        let range = range(rank)
        return range.lowerBound * size..<range.upperBound * size
      })
  }

  /// What every rank has, one after the other in their order.
  ///
  /// - Parameters:
  ///   - own: this rank's before, all of it after.
  ///   - count: how many a rank has, the same for all who ask.
  public func join<Value: BitwiseCopyable>(_ own: inout [Value], _ count: (_ rank: Int) -> Int) {
    guard areSeveral else { return }
    var ends: [Int] = []
    for rank in 0..<self.count { ends.append((ends.last ?? 0) + count(rank)) }
    func range(_ rank: Int) -> Range<Int> { (rank == 0 ? 0 : ends[rank - 1])..<ends[rank] }
    precondition(own.count == range(rank).count, "\(own.count) values of \(range(rank).count)")
    let bytes = UnsafeMutablePointer<Value>.allocate(capacity: ends[self.count - 1])
    defer { bytes.deallocate() }
    (bytes + range(rank).lowerBound).initialize(from: own, count: own.count)
    share(bytes, range)
    own = Array(UnsafeBufferPointer(start: bytes, count: ends[self.count - 1]))
  }

  /// A few bytes of every rank, as many as each has, in their order.
  public func bytes(_ own: [UInt8]) -> [[UInt8]] {
    let counts = all(own.count)
    var joined = own
    join(&joined) { counts[$0] }
    var start = 0
    return counts.map { count in
      defer { start += count }
      return Array(joined[start..<start + count])
    }
  }

  /// One value of every rank, in their order.
  public func all<Value: BitwiseCopyable>(_ value: Value) -> [Value] {
    var values = [Value](repeating: value, count: count)
    values.withUnsafeMutableBufferPointer { values in
      guard let start = values.baseAddress else { return }
      share(start) { $0..<$0 + 1 }
    }
    return values
  }

  /// Whether any rank says so; all of them get the same answer.
  public func any(_ says: Bool) -> Bool { areSeveral ? all(says).contains(true) : says }

  /// A line of every rank, in their order; what is longer than 120 bytes is cut.
  public func texts(_ text: String) -> [String] {
    let length = 120
    var bytes = [UInt8](repeating: 0, count: length * count)
    bytes.replaceSubrange(
      length * rank..<length * rank + min(length, text.utf8.count), with: text.utf8.prefix(length))
    bytes.withUnsafeMutableBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      share(start) { length * $0..<length * ($0 + 1) }
    }
    return (0..<count).map { rank in
      String(decoding: bytes[length * rank..<length * (rank + 1)].prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Waits until every rank is here.
  public func meet() { link?.meet() }

  /// Leaves the others for good, when the work is done.
  package func leave() { link?.leave() }

  /// Ends all of them with this status; alone it does nothing.
  package func abort(status: Int32) { link?.abort(status: status) }
}
