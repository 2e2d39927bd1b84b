import Files
import Foundation
import Testing

struct MappedFileTests {
  let scratch = Scratch()

  @Test func showsTheBytes() throws {
    let path = try scratch.write([3, 1, 4, 1, 5], as: "pi")
    let file = try MappedFile(path)
    #expect(withExtendedLifetime(file) { Array(file.bytes) } == [3, 1, 4, 1, 5])
    let empty = try MappedFile(scratch.write([], as: "empty"))
    #expect(withExtendedLifetime(empty) { empty.bytes.isEmpty })
  }

  @Test func aSmallFileThatIsCutShortStaysWhatItWas() throws {
    let path = try scratch.write([UInt8](repeating: 7, count: 100_000), as: "shrinks")
    let file = try MappedFile(path)
    try #require(truncate(path, 0) == 0)
    #expect(withExtendedLifetime(file) { file.bytes.allSatisfy { $0 == 7 } })
  }

  @Test func aLargeFileThatIsCutShortEndsTheProgramInASentence() async throws {
    await #expect(processExitsWith: .exitCode(1)) {
      let path = NSTemporaryDirectory() + "shrinks-\(UUID().uuidString)"
      try Data(count: 16 << 20).write(to: URL(fileURLWithPath: path))
      let file = try MappedFile(path)
      truncate(path, 10)
      unlink(path)
      withExtendedLifetime(file) { exit(file.bytes.reduce(0) { $0 | $1 } == 0 ? 2 : 3) }
    }
  }

  @Test func whatIsNoFileIsASentence() throws {
    let none = scratch.path("none")
    #expect(throws: FileError("cannot read \(none): No such file or directory")) {
      try MappedFile(none)
    }
    #expect(throws: FileError("cannot read \(scratch.folder): it is a folder")) {
      try MappedFile(scratch.folder)
    }
    let pipe = scratch.path("pipe")
    try #require(mkfifo(pipe, 0o644) == 0)
    #expect(throws: FileError("cannot read \(pipe): it is no regular file")) {
      try MappedFile(pipe)
    }
  }
}
