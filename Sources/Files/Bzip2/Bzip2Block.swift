internal import Foundation

/// One block of a bzip2 file on its way back to the bytes it was made of: symbols, the sorted bytes,
/// links from each to its successor, and the text along the links.
///
/// See J. Seward, bzip2 and libbzip2, and M. Burrows & D. Wheeler 1994 for the transformation.
final class Bzip2Block {
  enum Failure: Error {
    case damaged
    /// The file ends within the block.
    case truncated
    /// bzip2 0.9.0 and older mixed up bytes that repeat.
    case randomised
    case noMemory
  }

  /// The checksum that the bytes ought to have.
  private(set) var checksum: UInt32 = 0
  /// How many bytes were sorted.
  private(set) var count = 0
  /// For every byte in sorted order: itself in the low eight bits, the place of its successor above.
  private var links: UnsafeMutablePointer<UInt32>?
  /// The bytes in their order, runs still shortened, and behind them room for `Bzip2Walk`.
  private var memory: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  private let codes = Bzip2Codes()

  deinit {
    free(links)
    free(memory)
  }

  /// The bytes in their order, runs still shortened.
  var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory, count: count) }

  /// Reads the block that follows its magic number; undoes it up to `text`.
  ///
  /// - Parameter most: bytes that a block of this file may have.
  func read(_ bits: inout Bzip2Bits, most: Int) throws(Failure) {
    try reserve(most)
    do throws(Failure) {
      checksum = UInt32(bits.take(32))
      guard bits.take(1) == 0 else { throw .randomised }
      let first = bits.take(24)
      let order = usedBytes(&bits)
      let counts = UnsafeMutablePointer<Int>.allocate(capacity: 256)
      defer { counts.deallocate() }
      counts.initialize(repeating: 0, count: 256)
      try readSymbols(&bits, order, counts, most)
      guard first < count, let links, let memory else { throw .damaged }
      link(links, counts)
      Bzip2Walk(links, count: count, start: Int(links[first] >> 8))
        .run(into: memory, room: memory + capacity)
    } catch {
      // Near the end of the file what is missing looks like damage.
      throw bits.left < Bzip2Codes.longest && error == .damaged ? .truncated : error
    }
  }

  private func reserve(_ most: Int) throws(Failure) {
    guard most > capacity else { return }
    free(links)
    free(memory)
    (capacity, links, memory) = (0, nil, nil)
    // Walks go all over the links: few large pages are found faster than many small ones.
    let page = 1 << 21
    let size = (4 * most + page - 1) / page * page
    var pages: UnsafeMutableRawPointer?
    let room = most + Bzip2Walk.room(for: most)
    guard posix_memalign(&pages, page, size) == 0, let pages, let other = malloc(room) else {
      free(pages)
      throw .noMemory
    }
    madvise(pages, size, Int32(MADV_HUGEPAGE))
    links = pages.bindMemory(to: UInt32.self, capacity: most)
    memory = other.bindMemory(to: UInt8.self, capacity: room)
    capacity = most
  }

  /// The bytes that the block has, in order: a map of sixteen ranges, and one of each range used.
  private func usedBytes(_ bits: inout Bzip2Bits) -> [UInt8] {
    let ranges = bits.take(16)
    var used: [UInt8] = []
    for range in 0..<16 where ranges & (0x8000 >> range) != 0 {
      let members = bits.take(16)
      for member in 0..<16 where members & (0x8000 >> member) != 0 {
        used.append(UInt8(16 * range + member))
      }
    }
    return used
  }

  /// The table that each fifty symbols choose, themselves stored by how recently it was chosen.
  private func selectors(_ bits: inout Bzip2Bits, tables: Int) throws(Failure) -> [UInt8] {
    let count = bits.take(15)
    guard count > 0 else { throw .damaged }
    var recent = (0..<UInt8(tables)).map { $0 }
    var selectors: [UInt8] = []
    selectors.reserveCapacity(count)
    for _ in 0..<count {
      var place = 0
      while bits.take(1) == 1 {
        place += 1
        guard place < tables else { throw .damaged }
      }
      let table = recent.remove(at: place)
      recent.insert(table, at: 0)
      selectors.append(table)
    }
    return selectors
  }

  private func readCodes(
    _ bits: inout Bzip2Bits, tables: Int, symbols: Int
  ) throws(Failure) {
    for table in 0..<tables {
      var lengths: [Int] = []
      var length = bits.take(5)
      for _ in 0..<symbols {
        while true {
          guard (1...Bzip2Codes.longest).contains(length), !bits.isBeyondEnd else {
            throw .damaged
          }
          guard bits.take(1) == 1 else { break }
          length += bits.take(1) == 0 ? 1 : -1
        }
        lengths.append(length)
      }
      guard codes.set(table, lengths: lengths) else { throw .damaged }
    }
  }

  /// Decodes all symbols: runs of the latest byte, and bytes by how recently they came.
  private func readSymbols(
    _ bits: inout Bzip2Bits, _ order: [UInt8], _ counts: UnsafeMutablePointer<Int>,
    _ most: Int
  ) throws(Failure) {
    guard !order.isEmpty, let sorted = links else { throw .damaged }
    let end = order.count + 1
    let tables = bits.take(3)
    guard (2...Bzip2Codes.mostTables).contains(tables) else { throw .damaged }
    let selectors = try selectors(&bits, tables: tables)
    try readCodes(&bits, tables: tables, symbols: order.count + 2)
    let recent = UnsafeMutablePointer<UInt8>.allocate(capacity: order.count)
    defer { recent.deallocate() }
    recent.initialize(from: order, count: order.count)
    var (count, run, weight) = (0, 0, 1)
    var (group, left, table) = (0, 0, 0)
    while true {
      if left == 0 {
        guard group < selectors.count, !bits.isBeyondEnd else { throw .damaged }
        table = Int(selectors[group])
        group += 1
        left = 50
      }
      left &-= 1
      guard let symbol = codes.symbol(table, &bits) else { throw .damaged }
      if symbol <= 1 {
        // A run's length in digits of 1 and 2, lowest first.
        guard weight <= 1 << 20 else { throw .damaged }
        run &+= weight &<< symbol
        weight &<<= 1
        continue
      }
      if run > 0 {
        guard run <= most - count else { throw .damaged }
        let byte = recent[0]
        counts[Int(byte)] += run
        (sorted + count).update(repeating: UInt32(byte), count: run)
        count += run
        (run, weight) = (0, 1)
      }
      if symbol == end { break }
      guard count < most else { throw .damaged }
      let place = symbol &- 1
      let byte = recent[place]
      memmove(recent + 1, recent, place)
      recent[0] = byte
      counts[Int(byte)] &+= 1
      sorted[count] = UInt32(byte)
      count &+= 1
    }
    guard !bits.isBeyondEnd else { throw .damaged }
    self.count = count
  }

  /// Sets every byte's successor: the n-th of a kind in the last column is the n-th in the first.
  ///
  /// - Parameter counts: how often every byte occurs; they add up to `count`.
  private func link(_ links: UnsafeMutablePointer<UInt32>, _ counts: UnsafeMutablePointer<Int>) {
    var sum = 0
    for byte in 0..<256 { (counts[byte], sum) = (sum, sum + counts[byte]) }
    for place in 0..<count {
      let byte = Int(links[place] & 0xff)
      links[counts[byte]] |= UInt32(truncatingIfNeeded: place) &<< 8
      counts[byte] &+= 1
    }
  }
}
