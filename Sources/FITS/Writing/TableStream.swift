internal import Files
internal import Foundation

/// A table on its way into a file, some rows after others, so that its bytes never stand in memory.
///
/// CFITSIO writes the first rows with the whole header, which is written again when the sum of the data is known.
enum TableStream {
  /// Writes a unit where the file ends.
  ///
  /// - Parameter bytesAtOnce: about how much stands in memory.
  static func write(
    _ table: TableRows, header: Header, name: String, to descriptor: Int32, path: String,
    bytesAtOnce: Int = 1 << 22
  ) throws {
    let start = Int(lseek(descriptor, 0, SEEK_END))
    // The words of the checksum go through rows: pieces are whole words.
    let piece = max(4, bytesAtOnce / max(1, 8 * table.forms.count) / 4 * 4)
    var lines: [String] = []
    var (sum, bytes) = (UInt64(0), 0)
    for first in stride(from: 0, through: max(0, table.rowCount - 1), by: piece) {
      let (part, rows) = try table.part(first..<min(first + piece, table.rowCount))
      let writer = try MemoryWriter("cannot write \(path)", expectedSize: 2 * bytesAtOnce)
      // CFITSIO begins every file with a primary unit, which is not written again.
      try writer.write(Header(), emptyNamed: nil)
      try writer.write(
        part, rows, forms: table.forms, header: first == 0 ? header : Header(), name: name)
      let whole = try writer.finish()
      defer { withExtendedLifetime(writer) {} }
      let unit = try Structure.units(of: path, whole).units[1]
      if first == 0 {
        lines = Self.lines(whole[unit.headerRange], rows: table.rowCount)
        try write(Checksum.header(lines, dataSum: nil), to: descriptor, path)
      }
      // Zeros follow the last row.
      let padded = UnsafeRawBufferPointer(rebasing: whole[unit.dataRange.lowerBound..<unit.end])
      sum = UInt64(BigEndian.fold(sum &+ BigEndian.sum(padded)))
      bytes += unit.dataRange.count
      try AtomicFile.writeAll(
        UnsafeRawBufferPointer(rebasing: whole[unit.dataRange]), to: descriptor, path: path)
    }
    let padding = [UInt8](repeating: 0, count: UnitLayout.blocks(bytes) - bytes)
    try write(padding, to: descriptor, path)
    try write(
      Checksum.header(lines, dataSum: BigEndian.fold(sum)), to: descriptor, path, at: start)
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String, at offset: Int? = nil
  ) throws {
    try bytes.withUnsafeBytes { bytes in
      try AtomicFile.writeAll(bytes, to: descriptor, path: path, at: offset)
    }
  }

  /// The lines before the checksums, with the number of all rows.
  private static func lines(_ header: Slice<UnsafeRawBufferPointer>, rows: Int) -> [String] {
    let text = Array(header)
    return stride(from: 0, to: text.count, by: 80)
      .map { String(decoding: text[$0..<$0 + 80], as: UTF8.self) }
      .prefix { !$0.hasPrefix("CHECKSUM=") }
      .map { line in
        guard line.hasPrefix("NAXIS2  =") else { return line }
        let digits = String(rows)
        return "NAXIS2  = " + String(repeating: " ", count: max(0, 20 - digits.count)) + digits
          + line.dropFirst(30)
      }
  }
}
