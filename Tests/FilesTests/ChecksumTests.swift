import Files
import Foundation
import Testing

/// The CRC-32 of a file's bytes.
struct ChecksumTests {
  @Test func theCheckValueIsThatOfTheStandard() throws {
    let scratch = Scratch()
    let path = scratch.path("nine")
    try Data("123456789".utf8).write(to: URL(fileURLWithPath: path))
    #expect(Checksum.ofFile(path) == "cbf43926")
    #expect(try Checksum.required(of: path) == "cbf43926")
  }

  /// What cannot be read has no checksum, and none that is taken for that of an empty file.
  @Test func whatCannotBeReadIsASentence() throws {
    let scratch = Scratch()
    let path = scratch.path("missing")
    #expect(Checksum.ofFile(path) == nil)
    #expect(
      throws: FileError("cannot read \(path): reading it failed; run the same command again")
    ) { _ = try Checksum.required(of: path) }
  }
}
