import Files
import Foundation
import Testing

/// Files on their way to their names: nobody else's are met, and what dead runs left goes.
struct PartialNameTests {
  let scratch = Scratch()

  /// The temporary name that a file of this name has while it is written.
  private func partial(of name: String) throws -> String {
    var found = ""
    try AtomicFile.write(to: scratch.path(name)) { (_) throws(FileError) in
      found = scratch.names.first { $0.hasSuffix(".partial") } ?? ""
    }
    return found
  }

  @Test func everyWriteHasANameOfItsOwn() throws {
    let names = try (0..<50).map { _ in try partial(of: "a.fits") }
    #expect(Set(names).count == 50)
    for name in names {
      #expect(
        name.wholeMatch(of: /a\.fits\.[0-9a-f]{8}-[0-9]+-[0-9a-f]{16}\.partial/) != nil, "\(name)")
    }
    #expect(scratch.names == ["a.fits"])
  }

  @Test func longNamesFit() throws {
    let name = String(repeating: "ä", count: 120) + ".fits"
    #expect(try partial(of: name).utf8.count <= 255)
    #expect(scratch.names == [name])
  }

  /// A process that is over.
  private func deadProcess() throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["true"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  @Test func whatDeadRunsLeftGoesAndNothingElse() throws {
    let own = try partial(of: "a.fits")
    let parts =
      own.split(separator: ".").dropLast().last?.split(separator: "-").map(String.init) ?? []
    let host = try #require(parts.first)
    let dead = try deadProcess()
    let random = "0123456789abcdef"
    func touch(_ name: String, days: Double = 0) throws {
      _ = try scratch.write([1], as: name)
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -86_400 * days)],
        ofItemAtPath: scratch.path(name))
    }
    let gone = [
      "a.fits.\(host)-\(dead)-\(random).partial", "b.\(host)-\(dead)-\(random).partial",
      "c.fits.00000001-7-\(random).partial",
    ]
    let kept = [
      "a.fits.\(host)-\(getpid())-\(random).partial",  // lives
      "a.fits.\(host)-1-\(random).partial",  // lives, another's
      "d.fits.00000001-7-\(random).partial",  // elsewhere, of today
      "a.fits.partial", "a.fits.77.partial", "notes.partial", "x-\(dead)-\(random).partial",
    ]
    for name in gone { try touch(name, days: name.hasPrefix("c") ? 1.1 : 0) }
    for name in kept { try touch(name, days: name.hasPrefix("d") ? 0.5 : 30) }
    let link = "l.\(host)-\(dead)-\(random).partial"
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path(link), withDestinationPath: scratch.path("a.fits"))
    AtomicFile.removeLeftovers(in: scratch.folder)
    #expect(scratch.names == (kept + ["a.fits", link]).sorted())
  }

  /// The first write of a program into a folder tidies it.
  @Test func theNextWriterTidies() throws {
    let host = try #require(
      try partial(of: "x").split(separator: ".").dropLast().last?.split(separator: "-").first)
    let folder = scratch.path("other")
    try Folder.create(folder)
    let left = "\(folder)/a.\(host)-\(try deadProcess())-0123456789abcdef.partial"
    try Data([1]).write(to: URL(fileURLWithPath: left))
    try AtomicFile.write("b", to: "\(folder)/b")
    #expect(try Folder.names(in: folder) == ["b"])
  }
}
