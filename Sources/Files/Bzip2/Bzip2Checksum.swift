/// The checksum of bzip2: CRC-32 with the highest bit first.
struct Bzip2Checksum {
  private var state: UInt32 = 0xffff_ffff

  var value: UInt32 { ~state }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var state = state
    Self.tables.withUnsafeBufferPointer { tables in
      let whole = bytes.count & ~7
      for start in stride(from: 0, to: whole, by: 8) {
        let next = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        let mixed = next ^ (UInt64(state) &<< 32)
        state = 0
        for place in 0..<8 {
          let byte = Int(truncatingIfNeeded: mixed &>> UInt64(8 &* place)) & 0xff
          state ^= tables[place &<< 8 | byte]
        }
      }
      for byte in bytes[whole...] {
        state = (state &<< 8) ^ tables[Int(state &>> 24) ^ Int(byte)]
      }
    }
    self.state = state
  }

  /// For each of eight distances from the end of a word what a byte there does to the state.
  private static let tables: [UInt32] = {
    var tables = (0..<256).map { byte in
      (0..<8).reduce(UInt32(byte) << 24) { state, _ in
        state & 0x8000_0000 == 0 ? state << 1 : state << 1 ^ 0x04c1_1db7
      }
    }
    for place in 1..<8 {
      for byte in 0..<256 {
        let before = tables[(place - 1) << 8 | byte]
        tables.append(before << 8 ^ tables[Int(before >> 24)])
      }
    }
    return tables
  }()
}
