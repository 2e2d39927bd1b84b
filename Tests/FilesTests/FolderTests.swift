import Files
import Testing

struct FolderTests {
  let scratch = Scratch()

  @Test func createsAllThatIsMissingAndIsContentWithWhatExists() throws {
    try Folder.create(scratch.path("a/b/c"))
    try Folder.create(scratch.path("a/b/c"))
    try Folder.create(scratch.path("a/d/"))
    #expect(try Folder.names(in: scratch.path("a")) == ["b", "d"])
    #expect(try Folder.names(in: scratch.path("a/b/c")) == [])
  }

  @Test(arguments: ["taken", "taken/below"])
  func aFileInTheWayIsASentence(_ name: String) throws {
    _ = try scratch.write([1], as: "taken")
    let path = scratch.path(name)
    let expected = FileError(
      "cannot create the folder \(path): a file of that name is in the way; choose another")
    #expect(throws: expected) { try Folder.create(path) }
  }

  @Test func aMissingFolderCannotBeListed() {
    let path = scratch.path("none")
    #expect(throws: FileError("cannot list the folder \(path): No such file or directory")) {
      try Folder.names(in: path)
    }
  }
}
