import Foundation
import Pipelines
import TestSupport
import Testing

struct RunLockTests {
  @Test func oneAtATimeAndNothingIsLeft() throws {
    try withTemporaryFolder { folder in
      let lock = try RunLock(folder: folder)
      let said = sentence { _ = try RunLock(folder: folder) }
      #expect(said.hasPrefix("cannot run in \(folder): process \(getpid()) on "))
      #expect(
        said.hasSuffix(
          ") is at work there; wait until it is done, or choose another folder with --runs-dir"))
      _ = consume lock
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
  }
}
