import FITS
import Foundation
import TestSupport
import Testing

/// `verify` says of every unit what its checksum says; commands refuse their own files when damaged.
@Suite(.enabled(if: BuiltProgram.isThere, BuiltProgram.absent))
struct VerifyTests {
  @Test func damageIsSaidByUnitAndEndsWithOne() throws {
    try withTemporaryFolder { folder in
      var document = FITSDocument()
      document.add(
        Table([
          Column(name: "RA", values: .double([1, 2])),
          Column(name: "DEC", values: .double([3, 4])),
        ]), name: "SCORES")
      let path = "\(folder)/s.fits"
      try document.write(to: path)
      let sound = try BuiltProgram.run("verify", path)
      #expect(sound.status == 0 && sound.errors == "")
      #expect(sound.output == "\(path): unit 0: ok\n\(path): unit 1 (SCORES): ok\n")
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.count - 2000] ^= 1
      try bytes.write(to: URL(fileURLWithPath: path))
      let damaged = try BuiltProgram.run("verify", folder)
      #expect(damaged.status == 1)
      #expect(damaged.output == "\(path): unit 0: ok\n\(path): unit 1 (SCORES): wrong\n")
      #expect(
        damaged.errors == "Error: 1 of 1 file not as written; restore or make them again\n")
      let export = try BuiltProgram.run("export", path, "--out=\(folder)/s.csv")
      #expect(export.status == 1)
      #expect(
        export.errors
          == "Error: cannot use \(path): the checksum of its unit 1 (SCORES) does not fit its bytes; it "
          + "was changed or damaged since it was written: restore it or make it again\n")
    }
  }

  /// What cannot be said on standard output ends in a sentence, not in a trap.
  @Test func aFullStandardOutputIsASentence() throws {
    try withTemporaryFolder { folder in
      try FITSDocument.one.write(to: "\(folder)/a.fits")
      for end in ["> /dev/full", ">&-"] {
        let (process, errors) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
          "-c", "exec \"$0\" info \(folder)/a.fits \(end)", BuiltProgram.address.path,
        ]
        process.standardError = errors
        try process.run()
        let text = String(
          decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 1)
        #expect(text.hasPrefix("Error: cannot write to standard output: "), "\(text)")
      }
    }
  }
}

extension FITSDocument {
  fileprivate static var one: FITSDocument {
    var document = FITSDocument()
    document.add(Image(shape: [2, 2], pixels: [1, 2, 3, 4]))
    return document
  }
}
