import Console
import Files
import Foundation
import Pipelines
import TestSupport
import Testing

struct RunLockTests {
  @Test func oneAtATimeAndNothingIsLeft() throws {
    let folder = try TemporaryFolder()
    let lock = try RunLock(folder: folder.path)
    do {
      _ = try RunLock(folder: folder.path)
      Issue.record("two work in one folder")
    } catch let error as CommandFailure {
      #expect(
        error.description.hasPrefix("cannot run in \(folder.path): process \(getpid()) on "))
      #expect(
        error.description.hasSuffix(
          ") is at work there; wait until it is done, or choose another folder with --runs-dir"))
    }
    _ = consume lock
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}
