import Foundation
import Pipelines
import TestSupport
import Testing

@Suite struct LabelLedgerTests {
  /// What is not there, or says nothing, is not traced; what is there and cannot be read is no such file.
  @Test func whatCannotBeReadIsNotTakenForWhatSaysNothing() throws {
    try withTemporaryFolder { folder in
      let (nothing, scores) = ("\(folder)/notes.txt", "\(folder)/scores")
      try Data("notes".utf8).write(to: URL(fileURLWithPath: nothing))
      for path in [nothing, "\(folder)/absent.fits"] {
        #expect(
          try LabelLedger(tracing: path).entries
            == ["not traced": "\(path) is not there, or does not say where it comes from"])
      }
      // Reading it fails with EISDIR, whoever asks.
      try FileManager.default.createDirectory(
        atPath: "\(scores)/cutouts-00000.fits", withIntermediateDirectories: true)
      #expect(
        sentence { _ = try LabelLedger(tracing: scores) }
          == "cannot trace which steps were given classes: cannot read \(scores)/cutouts-00000.fits: reading it failed; "
          + "run the same command again, or move \(scores) away if it is damaged")
    }
  }
}
