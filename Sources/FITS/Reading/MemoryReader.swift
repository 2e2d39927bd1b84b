internal import CFITSIO
internal import Foundation

/// CFITSIO's view of some data of a file under a header of ours; it learns no path and sees nothing
/// else of the file, so that damage, and compressed images above all, never reach it.
final class MemoryReader {
  /// What an extension is given for a primary unit before it.
  private static let primary = blocks(
    Header([Card("SIMPLE", true), Card("BITPIX", 8), Card("NAXIS", 0), Card("EXTEND", true)]))

  /// A whole file, which CFITSIO only reads.
  private let bytes: UnsafeMutableRawBufferPointer
  /// CFITSIO keeps pointers to where the buffer's address and size are stored.
  private let address: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let size: UnsafeMutablePointer<Int>
  private var file: UnsafeMutablePointer<fitsfile>?

  /// - Parameters:
  ///   - header: of a primary unit, or of an extension.
  ///   - data: what follows it; copied.
  ///   - doing: how an error begins.
  convenience init(
    _ header: Header, _ data: UnsafeRawBufferPointer, _ doing: String
  ) throws(FITSError) {
    try self.init(header, bytes: data.count, doing) { $0.copyMemory(from: data) }
  }

  /// - Parameters:
  ///   - header: of a primary unit, or of an extension.
  ///   - count: how many bytes of data follow it.
  ///   - doing: how an error begins.
  ///   - fill: writes them.
  init(
    _ header: Header, bytes count: Int, _ doing: String,
    fill: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(FITSError) {
    let isPrimary = header.cards.first?.keyword == "SIMPLE"
    let start = (isPrimary ? [] : Self.primary) + Self.blocks(header)
    bytes = .allocate(byteCount: start.count + UnitLayout.blocks(count), alignment: 16)
    bytes.copyBytes(from: start)
    fill(UnsafeMutableRawBufferPointer(rebasing: bytes[start.count..<start.count + count]))
    UnsafeMutableRawBufferPointer(rebasing: bytes[(start.count + count)...])
      .initializeMemory(as: UInt8.self, repeating: 0)
    address = .allocate(capacity: 1)
    address.initialize(to: bytes.baseAddress)
    size = .allocate(capacity: 1)
    size.initialize(to: bytes.count)

    var dataStart: Int64 = -1
    var dataEnd: Int64 = -1
    try CFITSIOCall.run(doing) { status in
      ffomem(&file, "memory.fits", READONLY, address, size, 0, nil, &status)
      ffmahd(file, isPrimary ? 1 : 2, nil, &status)
      ffghadll(file, nil, &dataStart, &dataEnd, &status)
    }
    // What was checked must be what CFITSIO is going to read.
    guard dataStart == start.count, dataEnd == bytes.count else {
      throw FITSError("\(doing): its size can be understood in two ways")
    }
  }

  deinit {
    if let file {
      _ = try? CFITSIOCall.run("") { status in ffclos(file, &status) }
    }
    address.deallocate()
    size.deallocate()
    bytes.deallocate()
  }

  func call<Result>(
    _ doing: String, _ body: (UnsafeMutablePointer<fitsfile>?, inout Int32) -> Result
  ) throws(FITSError) -> Result {
    try CFITSIOCall.run(doing) { status in body(file, &status) }
  }

  /// A header as a file holds it.
  private static func blocks(_ header: Header) -> [UInt8] {
    let text = Array((header.text + "END").utf8)
    let blanks = [UInt8](repeating: 0x20, count: UnitLayout.blocks(text.count) - text.count)
    return text + blanks
  }
}
