/// The bzip2 format, any number of streams one after another.
///
/// A block is undone from many places at once, in less than half of libbz2's time.
struct Bzip2Stream: ~Copyable {
  static func decompress(
    _ input: UnsafeRawBufferPointer, of path: String, _ limit: Int, _ watch: Decompression.Watch?
  ) throws(FileError) -> Decompression.Unfolded {
    var stream = try Bzip2Stream(input, of: path, limit, watch)
    return try stream.decompress()
  }

  private let input: UnsafeRawBufferPointer
  private let path: String
  private var output: GrowingBuffer
  private let block = Bzip2Block()

  private init(
    _ input: UnsafeRawBufferPointer, of path: String, _ limit: Int, _ watch: Decompression.Watch?
  ) throws(FileError) {
    self.input = input
    self.path = path
    output = try GrowingBuffer(
      path: path, firstCapacity: 4 * input.count, limit: limit, watch: watch)
  }

  private mutating func decompress() throws(FileError) -> Decompression.Unfolded {
    let magic = Array("BZh".utf8)
    var position = 0
    repeat {
      position = try readStream(from: position)
    } while input[position...].starts(with: magic)
    let remark = try Decompression.remark(on: input[position...], path, "bzip2", magic: magic)
    return (try output.take(), remark)
  }

  /// Reads one stream; tells where it ends.
  private mutating func readStream(from position: Int) throws(FileError) -> Int {
    var bits = Bzip2Bits(input, from: position + 3)
    let level = bits.take(8) - 0x30
    guard !bits.isBeyondEnd else { throw Decompression.truncated(path, "bzip2") }
    guard (1...9).contains(level) else { throw Decompression.damaged(path, "bzip2") }
    var combined: UInt32 = 0
    while true {
      let magic = bits.take(24) << 24 | bits.take(24)
      guard !bits.isBeyondEnd else { throw Decompression.truncated(path, "bzip2") }
      if magic == 0x1772_4538_5090 { break }
      guard magic == 0x3141_5926_5359 else { throw Decompression.damaged(path, "bzip2") }
      combined = (combined << 1 | combined >> 31) ^ (try readBlock(&bits, most: 100_000 * level))
    }
    let checksum = UInt32(bits.take(32))
    guard !bits.isBeyondEnd else { throw Decompression.truncated(path, "bzip2") }
    guard checksum == combined else { throw Decompression.damaged(path, "bzip2") }
    return bits.position
  }

  /// Reads one block; answers its checksum.
  private mutating func readBlock(
    _ bits: inout Bzip2Bits, most: Int
  ) throws(FileError) -> UInt32 {
    do throws(Bzip2Block.Failure) { try block.read(&bits, most: most) } catch {
      switch error {
      case .damaged: throw Decompression.damaged(path, "bzip2")
      case .truncated: throw Decompression.truncated(path, "bzip2")
      case .noMemory:
        throw FileError("cannot read \(path): there is no memory to decompress it")
      case .randomised:
        throw FileError(
          "cannot read \(path): it was compressed by bzip2 0.9.0 or older, in a way that is not "
            + "understood; decompress it first")
      }
    }
    try write()
    return block.checksum
  }

  /// Writes the bytes of the block.
  private mutating func write() throws(FileError) {
    var runs = Bzip2Runs(block.text)
    var checksum = Bzip2Checksum()
    while !runs.isAtEnd {
      let room = try output.free(atLeast: Bzip2Runs.longest)
      let written = runs.write(to: room)
      checksum.add(UnsafeRawBufferPointer(rebasing: room[..<written]))
      try output.didFill(written)
    }
    guard checksum.value == block.checksum else { throw Decompression.damaged(path, "bzip2") }
  }
}
