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
    ("ulimit -n 12", "12 open files are allowed (ulimit -n) and at least 16 are needed"),
    ("ulimit -s 200", "200 kB of stack are allowed (ulimit -s) and at least 256 are needed"),
  ])
  func tooLittleToBeginWithIsSaidFirst(_ limit: String, _ words: String) throws {
    let answer = try run("\(limit); exec \"$1\" --version")
    #expect(answer.status == 1)
    #expect(answer.said == "Error: cannot start: \(words); allow more\n")
  }

  /// Refuses one request for memory or all from one on, as scripts/torture does by the thousand.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/cc"), "there is no C compiler"))
  func refusedRequestsEndInASentenceAndNeverInHalfAFile() throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let compiled = try run(
      "cc -w -shared -fPIC -o \(folder)/interposer.so '\(tests.path)/Torture/interposer.c' -ldl")
    #expect(compiled.status == 0, "\(compiled.said)")
    let program = "exec \"$1\" simulate --fields 1 --seed 5 --width 128 --height 96 --threads 1"
    var told = 0
    for number in 1...16 {
      for (least, mode) in [(65_536, "once"), (0, "once"), (4096, "after")] {
        let out = "\(folder)/\(number)-\(least)"
        let place = least == 0 ? 40 * number * number : number
        let answer = try run(
          "FAULT_CALL=malloc FAULT_N=\(place) FAULT_LEAST=\(least) FAULT_MODE=\(mode) SWIFT_BACKTRACE=enable=no "
            + "LD_PRELOAD=\(folder)/interposer.so; export FAULT_CALL FAULT_N FAULT_LEAST FAULT_MODE SWIFT_BACKTRACE LD_PRELOAD; "
            + "\(program) --out \(out) --truth-maps \(out)-maps")
        // A sentence stands at the end, behind what the language's library says.
        let last = answer.said.split(separator: "\n").last { $0.hasPrefix("Error: ") }
        let words = "request \(place) of \(least) bytes, \(mode): \(answer.said.suffix(300))"
        #expect(answer.status == 0 || answer.status == 1 && last != nil, "\(words)")
        told += answer.status == 1 ? 1 : 0
        guard answer.status == 0 else { continue }
        let verified = try run("exec \"$1\" verify \(out) \(out)-maps")
        #expect(verified.status == 0, "\(words) \(verified.said)")
      }
    }
    #expect(told > 16)
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
