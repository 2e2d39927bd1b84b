import FITS
import Files
import Foundation
import Testing

/// Images of small whole numbers that are compressed on their way into a file.
@Suite struct CompressedWritingTests {
  private let scratch = Scratch()
  private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("galaxy-aep").path
  private static let isThere = FileManager.default.isExecutableFile(atPath: program)
  private static let absent: Comment = "the program galaxy-aep is not built beside the tests"
  private static let shape = [70, 90]

  /// All that 16 bits can hold, smooth and rough parts, both ends of the range.
  private static let shorts = (0..<6300).map { place in
    place < 3000
      ? Int16(place / 7)
      : Int16(truncatingIfNeeded: place &* 40503 ^ (place >> 3)) | (place % 2 == 0 ? 1 : 0)
  }
  private static let bytes = (0..<6300).map { UInt8(truncatingIfNeeded: $0 * $0 / 100) }

  private func written(to name: String, provenance: Provenance? = nil) throws -> String {
    var header = Header()
    for (keyword, value) in [("CTYPE1", "RA---TAN"), ("CTYPE2", "DEC--TAN")] {
      header.set(keyword, .string(value), comment: nil)
    }
    for (keyword, value) in [
      ("CRVAL1", 10.5), ("CRVAL2", -3), ("CRPIX1", 45), ("CRPIX2", 35), ("CDELT1", -1e-4),
      ("CDELT2", 1e-4),
    ] { header.set(keyword, .double(value), comment: nil) }
    header.add(comment: "The probability of a star.")
    var document = FITSDocument()
    document.add(
      SmallImage(shape: Self.shape, .shorts(Self.shorts, scale: 1e-4)), header: header,
      name: "PROB_STAR", isCompressed: true)
    document.add(
      SmallImage(shape: Self.shape, .bytes(Self.bytes)), name: "BYTES", isCompressed: true)
    document.add(SmallImage(shape: Self.shape, .bytes(Self.bytes)), name: "PLAIN")
    let path = scratch.path(name)
    try document.write(to: path, provenance: provenance)
    return path
  }

  @Test func `it says what it is, and its checksums are right`() throws {
    let file = try FITSFile(reading: try written(to: "a.fits"))
    #expect(file.unitCount == 4)
    for unit in 0..<4 { #expect(file.checksumVerdict(of: unit) == .correct) }
    let unit = try file.unit(named: "PROB_STAR")
    #expect(unit == 1)
    let header = try file.header(of: unit)
    #expect(header.cards.count { $0.keyword == "EXTNAME" } == 1)
    #expect(header.string("ZCMPTYPE") == "RICE_1" && header.int("ZBITPIX") == 16)
    #expect(header.int("ZTILE1") == 90 && header.int("ZTILE2") == 1)
    #expect(header.double("BSCALE") == 1e-4 && header.double("BZERO") == 0)
    #expect(try file.imageShape(of: unit) == Self.shape)
    let wcs = try WCS(header: header)
    let place = try wcs.sky(x: [44], y: [34])
    #expect(abs(place[0].ra - 10.5) < 1e-9 && abs(place[0].dec + 3) < 1e-9)
    #expect(try file.imageShape(of: 3) == Self.shape)
  }

  @Test func `the same content gives the same bytes`() throws {
    let provenance = Provenance(command: "test")
    let one = try Data(
      contentsOf: URL(fileURLWithPath: written(to: "b.fits", provenance: provenance)))
    let two = try Data(
      contentsOf: URL(fileURLWithPath: written(to: "c.fits", provenance: provenance)))
    #expect(one == two)
    #expect(one.count % 2880 == 0)
  }

  @Test(.enabled(if: isThere, absent)) func `nothing is lost`() throws {
    let file = try FITSFile(reading: try written(to: "d.fits"))
    let decoder = TileDecoder(program: Self.program)
    let shares = try file.plane(of: 1, decoder: decoder)
    #expect(shares.shape == Self.shape)
    for (pixel, number) in zip(shares.pixels, Self.shorts) {
      #expect(abs(Double(pixel) - Double(number) * 1e-4) < 1e-6)
    }
    #expect(try file.plane(of: 2, decoder: decoder).pixels == Self.bytes.map { Float($0) })
    #expect(try file.plane(of: 3, decoder: decoder).pixels == Self.bytes.map { Float($0) })
  }
}
