internal import CFITSIO
internal import Files
internal import Foundation

/// A few numbers of a file that this program wrote, changed in place; its checksums fit again afterwards.
///
/// Ended halfway it leaves a unit whose checksums do not fit, so it is for files that nobody uses yet.
public enum FITSRevision {
  /// Gives keywords of a unit other values, and cells of a column of 32-bit whole numbers.
  ///
  /// - Parameters:
  ///   - cards: each has its line in the header already.
  ///   - cells: of rows, from 0.
  public static func set(
    _ cards: [Card] = [], cells: [Int: Int32] = [:], of column: String = "", unit: Int,
    in path: String
  ) throws {
    var (header, start, data) = try content(path, unit, cells, column)
    for card in cards { try replace(card, in: &header.bytes, of: path) }
    var sum = header.dataSum
    if let bytes = data {
      sum = bytes.values.withUnsafeBytes { BigEndian.fold(BigEndian.sum($0)) }
      try replace(
        Card("DATASUM", .string("\(sum)"), comment: "checksum of the data"), in: &header.bytes,
        of: path)
    }
    func check(_ text: String) -> Card {
      Card("CHECKSUM", .string(text), comment: "checksum of header and data")
    }
    try replace(check(String(repeating: "0", count: 16)), in: &header.bytes, of: path)
    let whole = header.bytes.withUnsafeBytes { BigEndian.fold(BigEndian.sum($0) + UInt64(sum)) }
    var text = [CChar](repeating: 0, count: Int(FLEN_VALUE))
    ffesum(UInt(whole), 1, &text)
    let sealed = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    try replace(check(sealed), in: &header.bytes, of: path)
    let pieces = [(start, header.bytes)] + (data.map { [($0.start, $0.values)] } ?? [])
    try write(pieces, to: path)
  }

  private typealias Content = (
    header: (bytes: [UInt8], dataSum: UInt32), start: Int, data: (start: Int, values: [UInt8])?
  )

  /// The header of a unit, and its data with the new cells where there are any, each with its place in the file.
  private static func content(
    _ path: String, _ unit: Int, _ cells: [Int: Int32], _ column: String
  ) throws -> Content {
    let file = try FITSFile(reading: path)
    let layout = try file.layout(of: unit)
    guard let dataSum = layout.header.string("DATASUM").flatMap(UInt32.init),
      layout.end <= file.bytes.count
    else { throw FITSError("cannot change \(path): its unit \(unit) has no checksum") }
    let header = (Array(file.bytes[layout.headerRange]), dataSum)
    guard !cells.isEmpty else { return (header, layout.headerRange.lowerBound, nil) }
    guard layout.kind == .table else {
      throw FITSError("cannot change \(path): its unit \(unit) is no table")
    }
    let plan = try TablePlan(layout, "cannot change \(path)")
    let fields = plan.fields
    guard let place = fields.firstIndex(where: { $0.name == column }),
      fields[place].format.code == "J", fields[place].format.repeatCount == 1,
      !fields[place].format.isScaled, cells.keys.allSatisfy((0..<plan.rowCount).contains)
    else {
      throw FITSError(
        "cannot change \(path): it has no column \(column) of whole numbers and so many rows")
    }
    let offset = fields[..<place].reduce(0) { $0 + ($1.format.byteCount ?? 0) }
    let start = layout.dataRange.lowerBound
    var values = Array(file.bytes[start..<layout.end])
    for (row, value) in cells {
      withUnsafeBytes(of: value.bigEndian) {
        values.replaceSubrange(
          row * plan.rowBytes + offset..<row * plan.rowBytes + offset + 4, with: $0)
      }
    }
    return (header, layout.headerRange.lowerBound, (start, values))
  }

  private static func replace(
    _ card: Card, in header: inout [UInt8], of path: String
  ) throws(FITSError) {
    let line = Array(card.lines.joined().utf8)
    let keyword = line.prefix(9)
    let place = stride(from: 0, to: header.count, by: 80).first {
      header[$0..<$0 + 9].elementsEqual(keyword)
    }
    guard let place, line.count == 80 else {
      throw FITSError("cannot change \(path): its header has no line for \(card.keyword)")
    }
    header.replaceSubrange(place..<place + 80, with: line)
  }

  private static func write(_ pieces: [(start: Int, bytes: [UInt8])], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw FITSError("cannot change \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    for (start, bytes) in pieces {
      let outcome = bytes.withUnsafeBytes { bytes in
        Result { () throws(FileError) in
          try AtomicFile.writeAll(bytes, to: descriptor, path: path, at: start)
        }
      }
      try outcome.get()
    }
    guard fsync(descriptor) == 0 else {
      throw FITSError("cannot change \(path): \(String(cString: strerror(errno)))")
    }
  }
}
