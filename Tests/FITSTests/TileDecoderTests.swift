import FITS
import Foundation
import TestSupport
import Testing

/// Tile-compressed images, unpacked by another process.
struct TileDecoderTests {
  let scratch = Scratch()

  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/Tiles").path
  /// The program lies beside the tests.
  private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("galaxy-aep").path
  private static let isThere = FileManager.default.isExecutableFile(atPath: program)
  private static let absent: Comment = "the program galaxy-aep is not built beside the tests"
  private static let kinds = ["rice_1", "gzip_1", "gzip_2", "hcompress_1", "plio_1", "floats"]

  private var decoder: TileDecoder { TileDecoder(program: Self.program) }

  @Test(.enabled(if: isThere, absent), arguments: kinds)
  func everyCompressionOfAstropyIsRead(kind: String) throws {
    let file = try FITSFile(reading: "\(Self.fixtures)/\(kind).fits.fz")
    #expect(try file.imageShape(of: 1) == [40, 48])
    let image = try file.plane(of: 1, decoder: decoder)
    #expect(image.shape == [40, 48])
    for y in 0..<40 {
      for x in 0..<48 {
        #expect(image.pixels[y * 48 + x] == Float(3 * x + 7 * y + 11 * (x * y % 5)))
      }
    }
    #expect(try WCS(header: file.header(of: 1)).pixelScale > 0.3)
  }

  @Test(.enabled(if: isThere, absent), arguments: ["rice_1", "gzip_2", "plio_1"])
  func bitsAreWholeNumbers(kind: String) throws {
    let file = try FITSFile(reading: "\(Self.fixtures)/\(kind).fits.fz")
    let bits = try #require(try file.bits(of: 1, decoder: decoder))
    #expect(bits.count == 40 * 48)
    for (place, value) in bits.enumerated() {
      let (x, y) = (place % 48, place / 48)
      #expect(value == UInt32(3 * x + 7 * y + 11 * (x * y % 5)))
    }
    let floats = try FITSFile(reading: "\(Self.fixtures)/floats.fits.fz")
    #expect(try floats.bits(of: 1, decoder: decoder) == nil)
  }

  @Test func withoutAProcessTheyAreRefused() throws {
    let path = "\(Self.fixtures)/rice_1.fits.fz"
    let file = try FITSFile(reading: path)
    #expect(
      throws: FITSError(
        "cannot read the image COMPRESSED_IMAGE of \(path): it is tile-compressed; run funpack")
    ) { _ = try file.plane(of: 1) }
    #expect(
      throws: FITSError(
        "cannot read the image COMPRESSED_IMAGE of \(path): the program /nonexistent/program that "
          + "unpacks it cannot be started")
    ) { _ = try file.plane(of: 1, decoder: TileDecoder(program: "/nonexistent/program")) }
  }

  /// A program that misbehaves in place of ours.
  private func sentence(_ script: String, seconds: Double = 20) throws -> String {
    let path = scratch.path("decoder")
    try writeProgram("#!/bin/sh\n\(script)\n", to: path)
    var decoder = TileDecoder(program: path)
    decoder.seconds = seconds
    let file = try FITSFile(reading: "\(Self.fixtures)/rice_1.fits.fz")
    do throws(FITSError) {
      _ = try file.plane(of: 1, decoder: decoder)
      return "no error"
    } catch { return error.description }
  }

  @Test func aProcessThatCrashesHangsOrLiesCostsOneFile() throws {
    let doing = "cannot read the image COMPRESSED_IMAGE of \(Self.fixtures)/rice_1.fits.fz"
    #expect(
      try sentence("kill -SEGV $$")
        == "\(doing): unpacking its tiles failed (signal 11); the file is damaged, fetch it again "
        + "or leave it out")
    #expect(try sentence("exec sleep 60", seconds: 0.3).contains("(signal 9)"))
    #expect(try sentence("exec cat /dev/zero").contains("(signal 9)"))
    #expect(try sentence("printf '\\001a sentence'") == "a sentence")
    #expect(
      try sentence("printf '\\000abc'") == "\(doing): unpacking its tiles gave 3 bytes, not 7680")
  }

  @Test(.enabled(if: isThere, absent), arguments: kinds)
  func damagedTilesEndInASentenceOrAreRead(kind: String) throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: "\(Self.fixtures)/\(kind).fits.fz"))
    var state: UInt64 = 7
    func dice(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    for _ in 0..<8 {
      var bytes = whole
      // In the table's cells and heap, where only the unpacker looks.
      for _ in 0..<(1 + dice(12)) { bytes[5760 + dice(bytes.count - 5760)] = UInt8(dice(256)) }
      let path = try scratch.write(bytes, as: "damaged.fits.fz")
      do throws(FITSError) {
        let file = try FITSFile(reading: path)
        for unit in 1..<file.unitCount {
          let image = try file.plane(of: unit, decoder: decoder)
          #expect(image.pixels.count == image.shape.reduce(1, *))
        }
      } catch {
        #expect(error.description.contains(path))
      }
    }
  }
}
