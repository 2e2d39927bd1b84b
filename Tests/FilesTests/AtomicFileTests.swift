import Files
import Foundation
import Testing

struct AtomicFileTests {
  let scratch = Scratch()

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func writesAndReplaces() throws {
    let path = scratch.path("a.txt")
    try AtomicFile.write("first", to: path)
    try AtomicFile.write("second", to: path)
    #expect(try text(path) == "second")
    #expect(scratch.names == ["a.txt"])
  }

  @Test func aFailingBodyLeavesTheOlderFileAndNothingElse() throws {
    let path = scratch.path("a.txt")
    try AtomicFile.write("old", to: path)
    #expect(throws: FileError("stop")) {
      try AtomicFile.write(to: path) { (descriptor) throws(FileError) in
        try Array("half".utf8).withUnsafeBytes { bytes in
          Result { () throws(FileError) in
            try AtomicFile.writeAll(bytes, to: descriptor, path: path)
          }
        }.get()
        throw FileError("stop")
      }
    }
    #expect(try text(path) == "old")
    #expect(scratch.names == ["a.txt"])
  }

  @Test func aFullDiskIsASentence() throws {
    let path = scratch.path("a.txt")
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    let expected = FileError(
      "cannot write \(path): No space left on device; "
        + "free some space and run the same command again")
    #expect(throws: expected) {
      try AtomicFile.write(to: path) { (_) throws(FileError) in
        try [1, 2, 3].withUnsafeBytes { bytes in
          Result { () throws(FileError) in try AtomicFile.writeAll(bytes, to: full, path: path) }
        }.get()
      }
    }
    #expect(scratch.names == [])
  }

  @Test func aMissingFolderIsASentence() {
    let path = scratch.path("no/such/a.txt")
    let expected = FileError(
      "cannot create \(path): No such file or directory; create its folder first")
    #expect(throws: expected) { try AtomicFile.write("x", to: path) }
  }

  @Test func aFileInTheFoldersPlaceIsASentence() throws {
    let file = try scratch.write([1], as: "file")
    let expected = FileError(
      "cannot create \(file)/a.txt: Not a directory; a part of its folder's name belongs to a file")
    #expect(throws: expected) { try AtomicFile.write("x", to: "\(file)/a.txt") }
  }

  @Test func aFolderOfThatNameStays() throws {
    try Folder.create(scratch.path("taken"))
    let expected = FileError(
      "cannot write \(scratch.path("taken")): a folder has that name; choose another name")
    #expect(throws: expected) { try AtomicFile.write("x", to: scratch.path("taken")) }
    #expect(scratch.names == ["taken"])
  }

  @Test func aDeviceIsNotReplaced() {
    let expected = FileError(
      "cannot write /dev/null: it is not a regular file; choose another name")
    #expect(throws: expected) { try AtomicFile.write("x", to: "/dev/null") }
  }

  /// Whatever is planted under names that another program's temporary files had, nothing is written there.
  @Test func aPlantedLinkIsNotFollowed() throws {
    let other = try scratch.write([7], as: "other")
    let path = scratch.path("a.txt")
    for name in ["a.txt.partial", "a.txt.\(getpid()).partial"] {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path(name), withDestinationPath: other)
    }
    try AtomicFile.write("new", to: path)
    #expect(try text(path) == "new")
    #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == Data([7]))
  }

  @Test func aLinkStaysALink() throws {
    let file = try scratch.write([1], as: "real.txt")
    let link = scratch.path("link.txt")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
    try AtomicFile.write("new", to: link)
    #expect(try text(file) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == file)
  }
}
