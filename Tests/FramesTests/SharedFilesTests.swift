import FITS
import Foundation
import Frames
import Synchronization
import Tensors
import TestSupport
import Testing

struct SharedFilesTests {
  /// A packed file with an image.
  private func file(in folder: String) throws -> String {
    var document = FITSDocument()
    document.add(Image(shape: [2, 3], pixels: [1, 2, 3, 4, 5, 6]))
    try document.write(to: "\(folder)/sky.fits")
    return try Packing.gzip("\(folder)/sky.fits")
  }

  @Test func aFileIsUnpackedOnceForAllItsPlanes() throws {
    try withTemporaryFolder { folder in
      let path = try file(in: folder)
      let files = SharedFiles([path, "other.fits", path, path])
      let first = try files.open(path)
      try FileManager.default.removeItem(atPath: path)
      let second = try files.open(path)
      #expect(second.contents === first.contents)
      #expect(try files.open(path).image(of: 0).pixels == [1, 2, 3, 4, 5, 6])
      // Nobody was to open it a fourth time: it is looked for on the disk.
      #expect(
        throws: FITSError("cannot read \(path): No such file or directory"),
        performing: { try files.open(path).unitCount })
    }
  }

  @Test func threadsThatComeAtOnceWaitForTheFirst() throws {
    try withTemporaryFolder { folder in
      let path = try file(in: folder)
      let files = SharedFiles(Array(repeating: path, count: 40))
      let seen = Workers(threads: 4).map(40) { _ -> ObjectIdentifier? in
        do { return ObjectIdentifier(try files.open(path).contents) } catch { return nil }
      }
      #expect(seen.count == 40 && Set(seen).count == 1 && seen[0] != nil)
    }
  }

  @Test func aFileThatCannotBeReadIsTriedAgain() throws {
    let files = SharedFiles(["/nowhere.fits", "/nowhere.fits"])
    for _ in 0..<2 {
      #expect(
        throws: FITSError("cannot read /nowhere.fits: No such file or directory"),
        performing: { try files.open("/nowhere.fits").unitCount })
    }
  }
}
