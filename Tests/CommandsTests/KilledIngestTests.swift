import Files
import Foundation
import Testing

/// The program itself, killed in the middle of its work or out of room.
@Suite(.serialized) final class KilledIngestTests: TypedCommands {
  let folder = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// The program lies beside the tests.
  private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("galaxy-aep").path
  private static let isThere = FileManager.default.isExecutableFile(atPath: program)
  private static let absent: Comment = "the program galaxy-aep is not built beside the tests"

  private func simulate(fields: Int) throws {
    try run(
      "simulate", "--fields=\(fields)", "--seed=5", "--width=320", "--height=256",
      "--out=\(path("frames"))")
  }

  /// Starts an ingest in a folder of its own, so that every run has the same command line.
  private func start(in home: String, prefix: String = "") throws -> (Process, Pipe) {
    try Folder.create(home)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = URL(fileURLWithPath: home)
    process.arguments = [
      "-c", prefix + "exec \"$0\" ingest ../frames --out cutouts --size 32 --threads 2",
      Self.program,
    ]
    let pipe = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = pipe
    try process.run()
    return (process, pipe)
  }

  private func files(_ folder: String) throws -> [String: Data] {
    guard FileManager.default.fileExists(atPath: folder) else { return [:] }
    return try Dictionary(
      uniqueKeysWithValues: Folder.names(in: folder).filter { $0.hasSuffix(".fits") }.map {
        ($0, try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")))
      })
  }

  private func number(_ path: String) throws -> UInt64 {
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(facts[.systemFileNumber] as? UInt64)
  }

  @Test(.enabled(if: isThere, absent))
  func killedAnywhereAndRunAgainItEndsWithTheSameBytes() throws {
    try simulate(fields: 6)
    let clock = ContinuousClock()
    let whole = try clock.measure {
      let (process, _) = try start(in: path("reference"))
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let expected = try files(path("reference/cutouts"))
    #expect(expected.count == 6)
    var (kills, resumed) = (0, 0)
    for attempt in 0..<4 {
      let home = path("killed\(attempt)")
      var finished: [String: UInt64] = [:]
      while true {
        let (process, _) = try start(in: home)
        // Another moment of the run every time; the last one is left alone.
        let moment = whole * (0.15 + 0.1 * Double((3 * attempt + 5 * kills) % 8))
        let isLast = finished.count >= 3 || kills > 24
        if !isLast {
          Thread.sleep(forTimeInterval: moment / .seconds(1))
          kill(process.processIdentifier, SIGKILL)
          kills += 1
        }
        process.waitUntilExit()
        let found = try files("\(home)/cutouts")
        for (name, bytes) in found {
          #expect(bytes == expected[name])
          // A finished file is not written anew.
          let own = try number("\(home)/cutouts/\(name)")
          #expect(finished[name] == nil || finished[name] == own)
          if finished[name] != nil { resumed += 1 }
          finished[name] = own
        }
        if isLast { break }
      }
      #expect(try files("\(home)/cutouts").count == 6)
      #expect(try Folder.names(in: "\(home)/cutouts").count == 6)
    }
    #expect(kills >= 4 && resumed > 0)
  }

  @Test(.enabled(if: isThere, absent))
  func withoutRoomThereIsASentenceAndNoHalfFile() throws {
    try simulate(fields: 2)
    // Files may grow to 200 KB: less than the first shard.
    let (process, pipe) = try start(in: path("full"), prefix: "trap '' XFSZ; ulimit -f 200; ")
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus != 0)
    #expect(said.contains("cannot write cutouts/cutouts-00000.fits: File too large"), "\(said)")
    #expect(said.split(separator: "\n").count { $0.contains("cannot") } == 1)
    #expect(!FileManager.default.fileExists(atPath: path("full/cutouts")))
    // With room the same command is done.
    let (again, _) = try start(in: path("full"))
    again.waitUntilExit()
    #expect(again.terminationStatus == 0)
    #expect(try files(path("full/cutouts")).count == 2)
  }
}
