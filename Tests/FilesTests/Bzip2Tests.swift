import CBZip2
import Files
import Foundation
import Testing

/// Our decompressor against files that libbz2 makes.
struct Bzip2Tests {
  let scratch = Scratch()

  /// What `bzip2 -LEVEL` makes of bytes.
  private func packed(_ bytes: [UInt8], level: Int32) throws -> [UInt8] {
    var room = [CChar](repeating: 0, count: bytes.count + bytes.count / 50 + 1000)
    var count = UInt32(room.count)
    var source = bytes.map { CChar(bitPattern: $0) }
    let status = BZ2_bzBuffToBuffCompress(
      &room, &count, &source, UInt32(bytes.count), level, 0, 0)
    try #require(status == BZ_OK)
    return room.prefix(Int(count)).map { UInt8(bitPattern: $0) }
  }

  private func unpacked(_ bytes: [UInt8], limit: Int = 1 << 28) throws -> [UInt8] {
    let file = try Decompression.contents(of: scratch.write(bytes, as: "file"), limit: limit)
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  /// libbz2's own answer; nil where it refuses the bytes.
  private func reference(_ bytes: [UInt8], most: Int) -> [UInt8]? {
    var room = [CChar](repeating: 0, count: most)
    var count = UInt32(most)
    var source = bytes.map { CChar(bitPattern: $0) }
    let status = BZ2_bzBuffToBuffDecompress(
      &room, &count, &source, UInt32(bytes.count), 0, 0)
    return status == BZ_OK ? room.prefix(Int(count)).map { UInt8(bitPattern: $0) } : nil
  }

  /// Bytes of many kinds: noise of few and many values, long and short runs, periods, floats.
  private static func bytes(kind: Int, count: Int) -> [UInt8] {
    var state = UInt64(kind) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
    switch kind % 6 {
    case 0: return (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    case 1: return (0..<count).map { _ in UInt8(next() % 3) }
    case 2:
      var bytes: [UInt8] = []
      while bytes.count < count {
        bytes += [UInt8](repeating: UInt8(next() % 5), count: Int(next() % 700))
      }
      return Array(bytes.prefix(count))
    case 3: return (0..<count).map { UInt8(truncatingIfNeeded: $0 % 251) }
    case 4: return [UInt8](repeating: 7, count: count)
    default:
      return (0..<count / 4 + 1).flatMap { _ in
        withUnsafeBytes(of: (Float(next() % 1000) / 1000).bitPattern.bigEndian) { Array($0) }
      }
    }
  }

  @Test(arguments: 0..<36)
  func whatLibbz2PacksComesBack(_ kind: Int) throws {
    // Several blocks, and the smallest ones.
    let sizes = [0, 1, 2, 3, 4, 5, 6, 255, 256, 259, 260, 20_000, 250_001, 1_234_567]
    let bytes = Self.bytes(kind: kind, count: sizes[kind % sizes.count])
    let level = Int32(1 + kind % 9)
    #expect(try unpacked(packed(bytes, level: level)) == bytes)
  }

  /// A text that repeats itself is sorted into several rings, of which one is its own.
  @Test(arguments: [1, 2, 3, 5, 8, 127, 512, 5000])
  func textsOfEqualPartsComeBack(_ period: Int) throws {
    let part = (0..<period).map { UInt8(truncatingIfNeeded: $0 * $0 + $0 / 256) }
    let bytes = (0..<60_000 / period).flatMap { _ in part }
    #expect(try unpacked(packed(bytes, level: 1)) == bytes)
  }

  /// Blocks with fewer places than stretches, as many, and a few more.
  @Test func everySmallBlockComesBack() throws {
    for count in Array(1...40) + Array(505...520) + Array(1020...1030) {
      let bytes = Self.bytes(kind: 6 * count, count: count)
      #expect(try unpacked(packed(bytes, level: 9)) == bytes, "\(count) bytes")
    }
  }

  @Test func manyBlocksAndStreamsOfDifferentSizes() throws {
    let pieces = (0..<6).map { Self.bytes(kind: $0, count: 450_000 + 1000 * $0) }
    let streams = try pieces.enumerated().flatMap { try packed($1, level: Int32(1 + 4 * ($0 % 3))) }
    let whole = try unpacked(streams)
    #expect(whole == pieces.flatMap { $0 })
    #expect(try unpacked(streams, limit: whole.count).count == whole.count)
    #expect(throws: FileError.self) { try unpacked(streams, limit: whole.count - 1) }
  }

  /// Flipped bits never come back as other bytes than libbz2's, and never as a crash. A table of
  /// codes that no symbol uses may be damaged without libbz2 noticing; that is refused here.
  @Test(arguments: 0..<4)
  func damageIsSeenWhereLibbz2SeesIt(_ kind: Int) throws {
    let bytes = Self.bytes(kind: kind + 1, count: 3000)
    let stream = try packed(bytes, level: 1)
    var (refused, same, stricter) = (0, 0, 0)
    for place in stride(from: 4, to: stream.count, by: max(1, stream.count / 150)) {
      var damaged = stream
      damaged[place] ^= 1 << UInt8(place % 8)
      let expected = reference(damaged, most: 20_000)
      if let found = try? unpacked(damaged) {
        #expect(found == expected)
        same += 1
      } else {
        #expect(expected == nil || expected == bytes)
        refused += 1
        if expected != nil { stricter += 1 }
      }
    }
    #expect(refused > 20 && refused > same && stricter < 8)
  }

  @Test func theOldestBzip2IsNamed() throws {
    var stream = try packed(Self.bytes(kind: 1, count: 100), level: 1)
    // Behind the stream's and the block's magic number and the block's checksum lies the bit.
    stream[14] |= 0x80
    let expected = FileError(
      "cannot read \(scratch.path("file")): it was compressed by bzip2 0.9.0 or older, in a way "
        + "that is not understood; decompress it first")
    #expect(throws: expected) { try unpacked(stream) }
  }

  /// Hardly more than a hundred bytes that claim forty million.
  /// A few hundred bytes are not unfolded to gigabytes, whatever the caller allows. Half a gigabyte takes
  /// long without optimisation.
  @Test(.enabled(if: isOptimised)) func aSmallBombHasALimitOfItsOwn() throws {
    let piece = try packed([UInt8](repeating: 0, count: 40_000_000), level: 9)
    let bomb = Array(repeatElement(piece, count: 14).joined())
    #expect(bomb.count < 3000)
    let expected = FileError(
      "cannot read \(scratch.path("file")): it decompresses to more than 536870912 bytes, the most "
        + "allowed; decompress it first if it is what it claims to be")
    let path = try scratch.write(bomb, as: "file")
    #expect(throws: expected) { _ = try Decompression.contents(of: path) }
  }

  @Test func aBombStopsAtTheLimit() throws {
    let bomb = try packed([UInt8](repeating: 0, count: 40_000_000), level: 9)
    #expect(bomb.count < 200)
    let expected = FileError(
      "cannot read \(scratch.path("file")): it decompresses to more than 1000000 bytes, the most "
        + "allowed; decompress it first if it is what it claims to be")
    #expect(throws: expected) { try unpacked(bomb, limit: 1_000_000) }
  }
}

private let isOptimised: Bool = {
  var isDebug = false
  assert(
    {
      isDebug = true
      return true
    }())
  return !isDebug
}()
