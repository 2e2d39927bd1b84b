import Files
import Foundation
import Testing

struct OutputLockTests {
  let scratch = Scratch()

  @Test(arguments: [OutputLock.Kind.file, .folder])
  func theSecondIsToldWhoAndSinceWhen(_ kind: OutputLock.Kind) throws {
    let out = scratch.path("out")
    let lock = try OutputLock(kind, out)
    do throws(FileError) {
      _ = try OutputLock(kind, scratch.folder + "/./out")
      Issue.record("two hold one lock")
    } catch {
      #expect(
        error.description.hasPrefix("cannot write \(scratch.folder)/./out: process \(getpid()) on ")
      )
      #expect(error.description.contains(" (since 20"))
      #expect(
        error.description.hasSuffix(
          ") is writing it; wait until it is done, or choose another name"))
    }
    withExtendedLifetime(lock) {}
  }

  @Test func nothingIsLeftAndTheNextMayWrite() throws {
    for kind in [OutputLock.Kind.file, .folder] {
      for _ in 0..<3 { _ = try OutputLock(kind, scratch.path("out")) }
      #expect(scratch.names == [])
    }
  }

  @Test func whatAKilledProgramLeftIsTakenOver() throws {
    _ = try scratch.write(Array("process 1 on elsewhere (since 2020)".utf8), as: ".out.lock")
    _ = try OutputLock(.file, scratch.path("out"))
    #expect(scratch.names == [])
  }

  /// What stands there is removed where nobody holds it; nothing is made where nothing is.
  @Test(arguments: [OutputLock.Kind.file, .folder])
  func leftoversGoWhereNobodyIsAtWork(_ kind: OutputLock.Kind) throws {
    let out = scratch.path("out")
    OutputLock.removeLeftover(kind, out)
    #expect(scratch.names == [])
    if kind == .folder { try Folder.create(out) }
    let name = kind == .folder ? "out/.lock" : ".out.lock"
    _ = try scratch.write(Array("process 1 on elsewhere (since 2020)".utf8), as: name)
    OutputLock.removeLeftover(kind, out)
    #expect(!FileManager.default.fileExists(atPath: scratch.path(name)))
    let lock = try OutputLock(kind, out)
    OutputLock.removeLeftover(kind, out)
    #expect(FileManager.default.fileExists(atPath: scratch.path(name)))
    withExtendedLifetime(lock) {}
  }

  @Test func aLinkLeadsToTheSameLock() throws {
    let folder = scratch.path("real")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: folder)
    let lock = try OutputLock(.folder, folder)
    #expect(throws: FileError.self) { _ = try OutputLock(.folder, scratch.path("link")) }
    withExtendedLifetime(lock) {}
  }

  @Test func whereNothingCanBeWrittenIsToldBeforeWork() {
    let out = scratch.path("no/model")
    #expect(
      throws: FileError(
        "cannot write \(out): No such file or directory; create its folder first")
    ) { _ = try OutputLock(.file, out) }
  }
}
