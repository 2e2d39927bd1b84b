public import Files
internal import Foundation

/// A FITS file to be written: images and tables in order, each with its header.
///
/// The same content gives the same bytes: nothing in the file tells the time. Every unit carries
/// CHECKSUM and DATASUM.
public struct FITSDocument {
  /// Fills slice `index` of the first axis of an image: a cutout of a stack, a row of a frame.
  public typealias Fill = (
    _ index: Int, _ slice: UnsafeMutableBufferPointer<Float>
  ) throws -> Void

  private enum Content {
    case empty
    case image(shape: [Int], numbers: ImageStream.Numbers, fill: Fill)
    case small(SmallImage, isCompressed: Bool)
    case table(TableRows)
  }

  private struct Unit {
    var header: Header
    var name: String?
    var content: Content

    /// Bytes of an image and some for headers, so that memory is asked for once.
    var expectedSize: Int {
      if case .small(let image, _) = content { return 4 * UnitLayout.blockSize + image.byteCount }
      return 4 * UnitLayout.blockSize
    }
  }

  private var units: [Unit] = []

  public init() {}

  public mutating func add(_ image: Image, header: Header = Header(), name: String? = nil) {
    add(imageShape: image.shape, header: header, name: name) { index, slice in
      let start = index * slice.count
      _ = slice.update(fromContentsOf: image.pixels[start..<(start + slice.count)])
    }
  }

  /// Adds an image whose pixels are asked for while the file is being written, so that a large one
  /// never stands in memory twice.
  ///
  /// - Parameter shape: slowest axis first, as in `Image`.
  public mutating func add(
    imageShape shape: [Int], header: Header = Header(), name: String? = nil,
    fill: @escaping Fill
  ) {
    precondition(!shape.isEmpty && shape.allSatisfy { $0 > 0 }, "an image needs pixels: \(shape)")
    units.append(
      Unit(header: header, name: name, content: .image(shape: shape, numbers: .real, fill: fill)))
  }

  /// Adds an image of whole numbers (BITPIX 32), such as a mask.
  ///
  /// - Parameter shape: slowest axis first, as in `Image`.
  public mutating func add(
    integers: [Int32], shape: [Int], header: Header = Header(), name: String? = nil
  ) {
    precondition(
      !shape.isEmpty && shape.reduce(1, *) == integers.count, "numbers do not fill \(shape)")
    // Real and whole numbers of 32 bits take the same way: as bits, last byte first.
    let fill: Fill = { index, slice in
      let start = index * slice.count
      for place in slice.indices {
        slice[place] = Float(bitPattern: UInt32(bitPattern: integers[start + place]))
      }
    }
    units.append(
      Unit(header: header, name: name, content: .image(shape: shape, numbers: .whole, fill: fill)))
  }

  /// Adds an image of small whole numbers; as the first unit it gets an empty primary unit before it.
  ///
  /// - Parameter isCompressed: whether its rows are compressed without loss, as `fpack` does by default.
  public mutating func add(
    _ image: SmallImage, header: Header = Header(), name: String, isCompressed: Bool = false
  ) {
    if units.isEmpty { add(header: Header()) }
    units.append(
      Unit(header: header, name: name, content: .small(image, isCompressed: isCompressed)))
  }

  /// Adds a binary table; as the first unit it gets an empty primary unit before it.
  public mutating func add(_ table: Table, header: Header = Header(), name: String) {
    add(TableRows(table), header: header, name: name)
  }

  /// The same of rows that are asked for while the file is being written.
  public mutating func add(_ rows: TableRows, header: Header = Header(), name: String) {
    if units.isEmpty { add(header: Header()) }
    units.append(Unit(header: header, name: name, content: .table(rows)))
  }

  /// Adds a unit of keywords without data.
  public mutating func add(header: Header, name: String? = nil) {
    units.append(Unit(header: header, name: name, content: .empty))
  }

  /// Writes everything to `path`, replacing a file that is there only when all is well.
  ///
  /// - Parameter provenance: goes into the primary header.
  public func write(to path: String, provenance: Provenance? = nil) throws {
    precondition(!units.isEmpty, "a FITS file has at least one unit")
    var failure: (any Error)?
    do {
      try AtomicFile.write(to: path) { (descriptor) throws(FileError) in
        do { try write(to: descriptor, path, provenance) } catch {
          failure = error
          throw FileError("\(error)")
        }
      }
    } catch { throw failure ?? error }
  }

  private func write(
    to descriptor: Int32, _ path: String, _ provenance: Provenance?
  ) throws {
    for (index, unit) in units.enumerated() {
      var header = unit.header
      if index == 0, let provenance { header.set(provenance) }
      if case .image(let shape, let numbers, let fill) = unit.content {
        try ImageStream.write(
          shape: shape, numbers, fill, header: header, name: unit.name, isPrimary: index == 0,
          to: descriptor, path: path)
        continue
      }
      if case .table(let table) = unit.content {
        try TableStream.write(
          table, header: header, name: unit.name ?? "", to: descriptor, path: path)
        continue
      }
      let writer = try MemoryWriter("cannot write \(path)", expectedSize: unit.expectedSize)
      // CFITSIO begins every file with a primary unit, which is not written again.
      if index > 0 { try writer.write(Header(), emptyNamed: nil) }
      switch unit.content {
      case .small(let image, let isCompressed):
        try writer.write(image, header: header, name: unit.name, isCompressed: isCompressed)
      default: try writer.write(header, emptyNamed: unit.name)
      }
      let bytes = try writer.finish()[(index > 0 ? UnitLayout.blockSize : 0)...]
      defer { withExtendedLifetime(writer) {} }
      try AtomicFile.writeAll(UnsafeRawBufferPointer(rebasing: bytes), to: descriptor, path: path)
    }
  }
}
