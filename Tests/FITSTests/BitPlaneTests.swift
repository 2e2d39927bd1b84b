import FITS
import Foundation
import Testing

/// Masks: planes of whole numbers, of which no bit is lost.
@Suite struct BitPlaneTests {
  private let scratch = Scratch()

  private func bits(
    _ values: [some FixedWidthInteger], extra: [(String, String)] = [], bitpix: Int? = nil
  ) throws -> [UInt32]? {
    let width = bitpix ?? (values.first?.bitWidth ?? 0)
    let cards =
      [
        ("SIMPLE", "T"), ("BITPIX", "\(width)"), ("NAXIS", "2"), ("NAXIS1", "\(values.count)"),
        ("NAXIS2", "1"),
      ] + extra
    let path = try scratch.write(
      RawFITS.unit(
        cards.map { RawFITS.card($0.0, $0.1) }, data: values.flatMap { RawFITS.bigEndian($0) }),
      as: "mask.fits")
    return try FITSFile(reading: path).bits(of: 0)
  }

  @Test func everyBitOf32() throws {
    #expect(
      try bits([0, 1, 0x0100_0001, Int32.min, -1] as [Int32])
        == [0, 1, 0x0100_0001, 1 << 31, .max])
    // Unsigned numbers are written with an offset.
    #expect(
      try bits([Int32.min, Int32.min + 5, 0, 4] as [Int32], extra: [("BZERO", "2147483648")])
        == [0, 5, 1 << 31, (1 << 31) + 4])
    #expect(try bits([7, -32768] as [Int16], extra: [("BZERO", "32768")]) == [32775, 0])
    #expect(try bits([7, 200] as [UInt8]) == [7, 200])
  }

  @Test func ofMoreThan32BitsAllAreSet() throws {
    #expect(try bits([3, 1 << 40] as [Int64]) == [3, .max])
  }

  @Test func otherPlanesHaveNone() throws {
    #expect(try bits([Float(1).bitPattern], bitpix: -32) == nil)
    #expect(try bits([7] as [Int16], extra: [("BSCALE", "0.5")]) == nil)
  }
}
