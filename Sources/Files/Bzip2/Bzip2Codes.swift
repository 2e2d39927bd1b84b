/// The prefix codes of a bzip2 block: up to six tables, of which every fifty symbols choose one.
final class Bzip2Codes {
  static let mostTables = 6
  static let mostSymbols = 258
  static let longest = 20
  /// Codes up to this length are looked up at once.
  private static let quick = 10

  /// For every table and every beginning of ten bits: symbol × 32 + length, 0 where it is longer.
  private let lookup: UnsafeMutableBufferPointer<UInt16>
  /// For every table the symbols by their codes.
  private let symbols: UnsafeMutableBufferPointer<UInt16>
  /// For every table and length the first code, how many there are, and the place of the first.
  private let ranges: UnsafeMutableBufferPointer<(first: Int32, count: Int32, place: Int32)>

  init() {
    lookup = .allocate(capacity: Self.mostTables << Self.quick)
    symbols = .allocate(capacity: Self.mostTables * Self.mostSymbols)
    ranges = .allocate(capacity: Self.mostTables * (Self.longest + 1))
    lookup.initialize(repeating: 0)
    symbols.initialize(repeating: 0)
    ranges.initialize(repeating: (0, 0, 0))
  }

  deinit {
    lookup.deallocate()
    symbols.deallocate()
    ranges.deallocate()
  }

  /// Makes a table from the length of every symbol's code; false where there are no such codes.
  func set(_ table: Int, lengths: [Int]) -> Bool {
    let lookup = lookup[(table << Self.quick)..<((table + 1) << Self.quick)]
    for index in lookup.indices { self.lookup[index] = 0 }
    var (code, place) = (0, 0)
    for length in 1...Self.longest {
      code <<= 1
      let first = code
      for (symbol, own) in lengths.enumerated() where own == length {
        symbols[table * Self.mostSymbols + place + code - first] = UInt16(symbol)
        code += 1
        guard code <= 1 << length else { return false }
        guard length <= Self.quick else { continue }
        let free = Self.quick - length
        for end in 0..<(1 << free) {
          self.lookup[lookup.startIndex + ((code - 1) << free) + end] = UInt16(symbol << 5 | length)
        }
      }
      ranges[table * (Self.longest + 1) + length] = (
        Int32(first), Int32(code - first), Int32(place)
      )
      place += code - first
    }
    return true
  }

  /// The next symbol by a table's codes; nil where the bits are none of them.
  @inline(__always)
  func symbol(_ table: Int, _ bits: inout Bzip2Bits) -> Int? {
    let start = bits.peek(Self.longest)
    let quick = Int(start >> UInt32(Self.longest - Self.quick))
    let entry = Int(lookup[table << Self.quick | quick])
    if entry != 0 {
      bits.skip(entry & 31)
      return entry >> 5
    }
    return longSymbol(table, start, &bits)
  }

  private func longSymbol(_ table: Int, _ start: UInt32, _ bits: inout Bzip2Bits) -> Int? {
    for length in (Self.quick + 1)...Self.longest {
      let range = ranges[table * (Self.longest + 1) + length]
      let place = Int32(start >> UInt32(Self.longest - length)) - range.first
      if (0..<range.count).contains(place) {
        bits.skip(length)
        return Int(symbols[table * Self.mostSymbols + Int(range.place + place)])
      }
    }
    return nil
  }
}
