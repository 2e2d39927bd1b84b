import FITS
import Foundation
import Testing

/// A file whose numbers were changed is the file that was written with them.
@Suite struct FITSRevisionTests {
  private func write(_ count: Int, _ flags: [Int32], to path: String) throws {
    var header = Header()
    header.set("NDUPL", .int(count), comment: "of earlier sources")
    var document = FITSDocument()
    document.add(Image(shape: [2, 3], pixels: [1, 2, 3, 4, 5, 6]), header: header)
    document.add(
      Table([
        Column(name: "ID", values: .string(flags.map { "s\($0)" }.map { _ in "abc" })),
        Column(name: "FLAGS", values: .int32(flags)),
        Column(name: "MAG", values: .float(flags.map { _ in 2.5 })),
      ]), name: "CATALOG")
    try document.write(to: path)
  }

  @Test func changedNumbersAreAsIfWrittenAtFirst() throws {
    let scratch = try Scratch()
    let (one, other) = (scratch.path("one.fits"), scratch.path("other.fits"))
    try write(0, [1, 2, 3, -4], to: one)
    try write(12, [1, 514, 3, 508], to: other)
    let card = Card("NDUPL", .int(12), comment: "of earlier sources")
    try FITSRevision.set([card], unit: 0, in: one)
    try FITSRevision.set(cells: [1: 514, 3: 508], of: "FLAGS", unit: 1, in: one)
    #expect(
      FileManager.default.contents(atPath: one) == FileManager.default.contents(atPath: other))
    try FITSFile(reading: one).requireSound()
  }

  @Test func whatIsNotThereIsNamed() throws {
    let scratch = try Scratch()
    let path = scratch.path("one.fits")
    try write(0, [1, 2], to: path)
    let before = FileManager.default.contents(atPath: path)
    func failure(_ body: () throws -> Void) -> String {
      do { try body() } catch { return "\(error)" }
      return "none"
    }
    #expect(
      failure { try FITSRevision.set([Card("NKEPT", .int(1))], unit: 0, in: path) }
        == "cannot change \(path): its header has no line for NKEPT")
    #expect(
      failure { try FITSRevision.set(cells: [2: 1], of: "FLAGS", unit: 1, in: path) }
        == "cannot change \(path): it has no column FLAGS of whole numbers and so many rows")
    #expect(
      failure { try FITSRevision.set(cells: [0: 1], of: "MAG", unit: 1, in: path) }
        == "cannot change \(path): it has no column MAG of whole numbers and so many rows")
    #expect(
      failure { try FITSRevision.set(cells: [0: 1], of: "FLAGS", unit: 0, in: path) }
        == "cannot change \(path): its unit 0 is no table")
    #expect(FileManager.default.contents(atPath: path) == before)
  }
}
