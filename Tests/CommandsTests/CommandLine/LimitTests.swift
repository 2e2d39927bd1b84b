import Foundation
import Testing

/// What a shell or `--memory` allows ends in a sentence and status 1, never in a bare signal or in waiting for ever.
@Suite(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
struct LimitTests {
  private func run(_ line: String) throws -> (status: Int32, said: String) {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line, "sh", BuiltProgram.address.path]
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  @Test(arguments: [
    ("ulimit -v 400000", "390 MB of memory are allowed (ulimit -v) and at least 1024 are needed"),
    ("ulimit -d 200000", "195 MB of memory are allowed (ulimit -d) and at least 512 are needed"),
    ("ulimit -s 200", "200 kB of stack are allowed (ulimit -s) and at least 256 are needed"),
  ])
  func tooLittleToBeginWithIsSaidFirst(_ limit: String, _ words: String) throws {
    let answer = try run("\(limit); exec \"$1\" --version")
    #expect(answer.status == 1)
    #expect(answer.said == "Error: cannot start: \(words); allow more\n")
  }

  @Test func aMemoryThatIsNoneIsRefused() throws {
    let answer = try run("exec \"$1\" --version --memory much")
    #expect(answer.status == 64)
    #expect(
      answer.said.contains(
        "--memory takes the gigabytes that may be used, 1 to 100000; much is none."))
  }

  @Test func enoughMemoryChangesNothing() throws {
    let answer = try run("exec \"$1\" --version --memory 2")
    #expect(answer.status == 0)
    #expect(answer.said.hasPrefix("galaxy-aep "))
  }
}
