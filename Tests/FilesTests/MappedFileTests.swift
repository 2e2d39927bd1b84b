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
