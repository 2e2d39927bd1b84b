internal import Files
internal import Foundation

/// An image of 32-bit numbers on its way into a file, a slice of its first axis after another, so
/// that it never stands in memory.
///
/// Its header is written twice: with an empty checksum, which leaves room, and when the sum of the
/// data is known.
struct ImageStream: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private let room: UnsafeMutableRawBufferPointer
  private var filled = 0
  private var sum: UInt64 = 0

  /// - Parameter slice: the numbers that are written at once.
  init(_ descriptor: Int32, path: String, slice: Int) {
    (self.descriptor, self.path) = (descriptor, path)
    room = .allocate(byteCount: max(4 * slice, Self.piece), alignment: 64)
  }

  deinit { room.deallocate() }

  /// What the 32 bits of a pixel are; the value is BITPIX.
  enum Numbers: Int {
    case real = -32
    case whole = 32
  }

  /// Writes a unit where the file ends.
  static func write(
    shape: [Int], _ numbers: Numbers, _ fill: FITSDocument.Fill, header: Header, name: String?,
    isPrimary: Bool,
    to descriptor: Int32, path: String
  ) throws {
    let cards = layout(shape, numbers, isPrimary: isPrimary)
    let lines = cards.flatMap(\.lines) + header.lines(name: name, layout: [])
    let start = Int(lseek(descriptor, 0, SEEK_END))
    func writeHeader(dataSum: UInt32?, at offset: Int?) throws(FileError) {
      let text = Checksum.header(lines, dataSum: dataSum)
      let outcome = text.withUnsafeBytes { bytes in
        Result { () throws(FileError) in
          try AtomicFile.writeAll(bytes, to: descriptor, path: path, at: offset)
        }
      }
      try outcome.get()
    }
    try writeHeader(dataSum: nil, at: nil)
    let count = shape.dropFirst().reduce(1, *)
    var stream = ImageStream(descriptor, path: path, slice: count)
    let slice = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    defer { slice.deallocate() }
    for index in 0..<shape[0] {
      slice.initialize(repeating: 0)
      try fill(index, slice)
      try stream.append(slice)
    }
    try writeHeader(dataSum: stream.finish(numbers: shape.reduce(1, *)), at: start)
  }

  private mutating func append(_ slice: UnsafeMutableBufferPointer<Float>) throws(FileError) {
    if room.count - filled < 4 * slice.count { try flush() }
    let words = BigEndian.write(slice, to: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
    sum = UInt64(BigEndian.fold(sum &+ words))
    filled += 4 * slice.count
  }

  /// Fills the last block with zeros; answers the sum of the data.
  private mutating func finish(numbers: Int) throws(FileError) -> UInt32 {
    try flush()
    let padding = [UInt8](repeating: 0, count: UnitLayout.blocks(4 * numbers) - 4 * numbers)
    let outcome = padding.withUnsafeBytes { bytes in
      Result { () throws(FileError) in
        try AtomicFile.writeAll(bytes, to: descriptor, path: path)
      }
    }
    try outcome.get()
    return BigEndian.fold(sum)
  }

  private mutating func flush() throws(FileError) {
    let bytes = UnsafeRawBufferPointer(rebasing: room[..<filled])
    filled = 0
    try AtomicFile.writeAll(bytes, to: descriptor, path: path)
  }

  /// What stays in a processor's cache on its way.
  private static let piece = 1 << 18

  /// The cards that the standard wants first, with the comments that CFITSIO gives them.
  private static func layout(_ shape: [Int], _ numbers: Numbers, isPrimary: Bool) -> [Card] {
    var cards = [
      isPrimary
        ? Card("SIMPLE", true, comment: "file does conform to FITS standard")
        : Card("XTENSION", "IMAGE", comment: "IMAGE extension"),
      Card("BITPIX", .int(numbers.rawValue), comment: "number of bits per data pixel"),
      Card("NAXIS", .int(shape.count), comment: "number of data axes"),
    ]
    for (axis, length) in shape.reversed().enumerated() {
      cards.append(
        Card("NAXIS\(axis + 1)", .int(length), comment: "length of data axis \(axis + 1)"))
    }
    guard isPrimary else {
      return cards + [
        Card("PCOUNT", 0, comment: "required keyword; must = 0"),
        Card("GCOUNT", 1, comment: "required keyword; must = 1"),
      ]
    }
    cards.append(Card("EXTEND", true, comment: "FITS dataset may contain extensions"))
    return cards + Card.boilerplate.map { Card("COMMENT", nil, comment: $0) }
  }
}
