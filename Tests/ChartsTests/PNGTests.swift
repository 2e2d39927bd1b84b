import Charts
import Files
import Foundation
import Testing

@Suite struct PNGTests {
  static func picture() -> Picture {
    var dice = Dice(seed: 20)
    var picture = Picture(width: 37, height: 23)
    for index in picture.bytes.indices { picture.bytes[index] = UInt8(dice.below(256)) }
    return picture
  }

  @Test func pixelsComeBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.png"
    try Self.picture().writePNG(to: path, provenance: testProvenance)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(Array(bytes[16..<24]) == [0, 0, 0, 37, 0, 0, 0, 23])
    #expect(try Picture.readPNG(path) == Self.picture())
    #expect(try Folder.names(in: folder.path) == ["a.png"])
  }

  @Test func provenanceComesBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.png"
    try Self.picture().writePNG(to: path, provenance: testProvenance)
    let texts = try PNGText.read(path)
    #expect(
      texts == [
        PNGText(keyword: "Software", text: "galaxy-aep test"),
        PNGText(keyword: "Command", text: "galaxy-aep plot roc scores.fits"),
        PNGText(keyword: "Seed", text: "42"),
        PNGText(keyword: "Input", text: "scores.fits"),
        PNGText(keyword: "Input", text: "étoiles.csv"),
        PNGText(keyword: "Input", text: "星.csv"),
      ])
    // Latin-1 as tEXt, the rest as iTXt, which every PNG reader knows how to tell.
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.range(of: Data("tEXtSoftware\0galaxy-aep test".utf8)) != nil)
    #expect(bytes.range(of: Data("iTXtInput\0\0\0\0\0星.csv".utf8)) != nil)
  }

  @Test(arguments: [
    "", " ", "a\nb\tc", "naïve ÿ", "\u{7F}\u{80}\u{A0}", "e\u{301}", "👩‍🚀 −⁻ 数", "zero \0 byte",
    String(repeating: "long ", count: 20_000),
  ])
  func everyTextComesBack(text: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.png"
    let texts = [PNGText(keyword: "Command", text: text), PNGText(keyword: "", text: "x")]
    try AtomicFile.write(Self.picture().encodedPNG(texts: texts), to: path)
    let back = try PNGText.read(path)
    #expect(back.map(\.keyword) == ["Command", "Text"])
    #expect(Array(back[0].text.utf8) == Array(text.replacing("\0", with: " ").utf8))
  }

  @Test func textsAfterThePixelsAreFound() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.png"
    var bytes = try Self.picture().encodedPNG(texts: [])
    // A tEXt chunk "A", "late" with its checksum, before the closing IEND chunk of 12 bytes.
    let body = Array("tEXtA\0late".utf8)
    var chunk: [UInt8] = [0, 0, 0, 6] + body
    withUnsafeBytes(of: Self.checksum(body).bigEndian) { chunk += $0 }
    bytes.insert(contentsOf: chunk, at: bytes.count - 12)
    try AtomicFile.write(bytes, to: path)
    #expect(try PNGText.read(path) == [PNGText(keyword: "A", text: "late")])
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xEDB8_8320 }
      }
    }
    return ~sum
  }

  @Test func theSamePictureIsTheSameBytes() throws {
    let texts = [PNGText(keyword: "Seed", text: "1")]
    #expect(
      try Self.picture().encodedPNG(texts: texts) == Self.picture().encodedPNG(texts: texts))
  }

  @Test func whatIsNoPNGIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.png"
    try AtomicFile.write("no picture", to: path)
    #expect(
      message { _ = try PNGText.read(path) }
        == "cannot read the texts of \(path): it is not a PNG file")
    #expect(
      message { _ = try Picture.readPNG(path) }
        == "cannot read the picture \(path): it is not a PNG file")
    #expect(
      message { _ = try PNGText.read(folder.path + "/none.png") }
        == "cannot read \(folder.path)/none.png: No such file or directory")
    try AtomicFile.write(Self.picture().encodedPNG(texts: []).prefix(60), to: path)
    #expect(
      message { _ = try PNGText.read(path) }
        == "cannot read the texts of \(path): the file is damaged (the file ends too early);"
        + " make the figure again")
  }

  /// 200 damaged files: bytes changed, cut, doubled. Reading ends with texts or with an error.
  @Test func damagedFilesNeverCrash() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a.png"
    let texts = testProvenance.entries.map { PNGText(keyword: $0.keyword, text: $0.text) }
    let whole = try Self.picture().encodedPNG(texts: texts)
    var dice = Dice(seed: 99)
    var (read, refused) = (0, 0)
    for _ in 0..<200 {
      var bytes = whole
      for _ in 0...dice.below(6) {
        let place = dice.below(min(bytes.count, dice.part() < 0.7 ? 300 : bytes.count))
        switch dice.below(4) {
        case 0: bytes[place] = UInt8(dice.below(256))
        case 1: bytes[place] ^= 1 << UInt8(dice.below(8))
        case 2 where bytes.count > 40: bytes.removeSubrange(place..<min(place + 9, bytes.count))
        default: bytes.insert(contentsOf: bytes[place..<min(place + 12, bytes.count)], at: place)
        }
      }
      try AtomicFile.write(bytes, to: path)
      let failed = message { _ = try PNGText.read(path) } != nil
      if failed { refused += 1 } else { read += 1 }
      _ = message { _ = try Picture.readPNG(path) }
    }
    #expect(read + refused == 200)
    #expect(refused > 100)
  }
}
