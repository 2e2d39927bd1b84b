import Files
import Foundation
import Testing

struct DecompressionTests {
  let scratch = Scratch()

  /// 100,000 bytes; the streams below are what `gzip -n` and `bzip2` make of them.
  private static let original = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 1000) }

  private func packed(_ tool: String) throws -> [UInt8] {
    Array(try #require(Data(base64Encoded: tool == "gzip" ? Self.gzip : Self.bzip2)))
  }

  private func contents(_ bytes: [UInt8], limit: Int = 1 << 30) throws -> [UInt8] {
    let path = try scratch.write(bytes, as: "file")
    let file = try Decompression.contents(of: path, limit: limit)
    return withExtendedLifetime(file) { Array(file.bytes) }
  }

  @Test func aPlainFileIsMapped() throws {
    let file = try Decompression.contents(of: scratch.write([1, 2, 3], as: "plain"))
    #expect(file.isMapped)
    #expect(withExtendedLifetime(file) { Array(file.bytes) } == [1, 2, 3])
  }

  @Test(arguments: ["gzip", "bzip2"])
  func unfoldsOneStreamAndMany(_ tool: String) throws {
    let stream = try packed(tool)
    #expect(try contents(stream) == Self.original)
    #expect(try contents(stream + stream + stream) == Self.original + Self.original + Self.original)
    #expect(try contents(stream + [0, 0, 0]) == Self.original)
  }

  @Test(arguments: ["gzip", "bzip2"])
  func theLimitIsExact(_ tool: String) throws {
    let stream = try packed(tool)
    #expect(try contents(stream, limit: 100_000) == Self.original)
    let expected = FileError(
      "cannot read \(scratch.path("file")): it decompresses to more than 99999 bytes, "
        + "the most allowed; decompress it first if it is what it claims to be")
    #expect(throws: expected) { try contents(stream, limit: 99_999) }
  }

  @Test(arguments: ["gzip", "bzip2"])
  func everyTruncationIsASentence(_ tool: String) throws {
    let stream = try packed(tool)
    let expected = FileError(
      "cannot read \(scratch.path("file")): it is truncated, its \(tool) data end too early; "
        + "fetch it again")
    for count in [4, 10, 11, stream.count / 2, stream.count - 8, stream.count - 1] {
      #expect(throws: expected) { try contents(Array(stream.prefix(count))) }
    }
    #expect(throws: expected) { try contents(stream + stream.dropLast()) }
  }

  @Test(arguments: ["gzip", "bzip2"])
  func damageIsASentence(_ tool: String) throws {
    var stream = try packed(tool)
    let whole = stream
    stream[stream.count / 2] ^= 0x55
    #expect(throws: FileError.self) { try contents(stream) }
    let expected = FileError(
      "cannot read \(scratch.path("file")): 2880 bytes that are not \(tool) data follow its end; "
        + "fetch it again")
    #expect(throws: expected) { try contents(whole + Array(repeating: 0x6a, count: 2880)) }
  }

  /// A line end that an editor added takes nothing away; the beginning of another stream may.
  @Test(arguments: ["gzip", "bzip2"])
  func aFewBytesAfterTheEndAreRemarked(_ tool: String) throws {
    let whole = try packed(tool)
    func remarks(_ end: String) throws -> [String] {
      let path = try scratch.write(whole + Array(end.utf8), as: "odd")
      let odd = try Decompression.contents(of: path)
      let plain = try contents(whole)
      #expect(Array(odd.bytes) == plain)
      return odd.remarks.map(\.description)
    }
    #expect(try remarks("") == [])
    #expect(try remarks("\0\0\0") == [])
    for end in ["\n", "\r\n", "junk"] {
      #expect(
        try remarks(end) == [
          "\(scratch.path("odd")): what follows its \(tool) data is none of them (bytes: \(end.utf8.count))"
        ])
    }
    let magic = tool == "gzip" ? [0x1f] : Array("BZ".utf8)
    #expect(throws: FileError.self) { try contents(whole + magic) }
  }

  /// The last four bytes of a gzip file tell its length, of which memory could be asked for.
  @Test(arguments: [0, 1, 99_999, 100_001, 1 << 30, 0xffff_ffff])
  func aLengthThatIsALieIsDamage(length: UInt32) throws {
    var stream = try packed("gzip")
    stream.replaceSubrange(
      (stream.count - 4)..., with: withUnsafeBytes(of: length.littleEndian) { Array($0) })
    let expected = FileError(
      "cannot read \(scratch.path("file")): its gzip data are damaged; fetch it again")
    #expect(throws: expected) { try contents(stream, limit: 1 << 34) }
  }

  @Test func otherCompressionsAreNamed() throws {
    let expected = FileError(
      "cannot read \(scratch.path("file")): it is compressed with zstd, which is not understood; "
        + "decompress it first")
    #expect(throws: expected) { try contents([0x28, 0xb5, 0x2f, 0xfd, 0, 0]) }
  }

  @Test(arguments: [[0x1f, 0x8b], Array("BZh".utf8), Array("BZh91AY".utf8)])
  func aMagicNumberAloneIsASentence(_ bytes: [UInt8]) {
    #expect(throws: FileError.self) { try contents(bytes) }
  }

  private static let gzip = """
    H4sIAAAAAAACA+3Bh1oIAACAwRARJTNEKLvsJFsZhazIKGS8/zt4j/+7u4EBoG4bkLcdyNsB5A0CeTuBvF1A3hCQtxvI\
    2wPkDQN5e4G8fUDeCJA3CuTtB/LGgLwDQN5BIO8QkHcYyDsC5B0F8saBvGNA3nEg7wSQNwHknQTyTgF5k0DeaSDvDJB3\
    FsibAvKmgbxzQN55IO8CkHcRyLsE5F0G8q4AeTNA3iyQdxXIuwbkXQfybgB5N4G8W0DebSBvDsi7A+TNA3l3gbwFIO8e\
    kHcfyHsA5D0E8h4BeY+BvCdA3lMgbxHIWwLyngF5z4G8F0DeSyBvGchbAfJeAXmvgbw3QN4qkPcWyHsH5L0H8j4AeR+B\
    vDUg7xOQ9xnIWwfyvgB5X4G8b0DedyBvA8jbBPJ+AHk/gbxfQN4WkPcbyPsD5P0F8v4Bef8BuU7oEKCGAQA=
    """

  private static let bzip2 = """
    QlpoOTFBWSZTWc4UGBkAAAH/Af////////////////gAAIAACEACnAAICX/+qqjTIDIDRoxAYQ0BoYEAAaaaABkB//qq\
    o//1VUODRo0DQaAyYgMjQyAANNMgAAGCABwaNGgaDQGTEBkaGQABppkAAAwQAEVVT//VVRoGQANMIAAAyYmCBiBoDQAD\
    QepgcEDNtQZtsDNhAzbcGbcAzbkGbdAzbsGbDBmxAZt4DNvQZt8DNvwZuADNwQZuEDNwwZuIDNxQZuMDNigzccGbGBmx\
    wZsgGbJBm5AM3JBm5QM3LBm5gM3NBm5wM3PBm6AM3RBm6QM3TBm6gM3VBm6wM3XBm7AM3ZBm7QM3bBmygZssGbuAzZgM\
    2aDNnAzd0GbPBm0AZtEGbSBm0wZu8DN3wZvADN4QZvEDNqAzaoM2sDN4wZvIDN5QZvMDN5wZtcGb0AzekGb1AzesGb2A\
    ze0GbYBm9wM3vBm+AM3xBm+QM3zBm+gM31Bm+wM33Bm/AM35Bm/QM2yDN+wZv4DN/QZv8DNgRqqqqqqqqqqqqqqqqqqq\
    qqqqqqqqqqqqqqRERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERERE/p/xdyRThQkM\
    4UGBkA==
    """
}
