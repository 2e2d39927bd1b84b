internal import CFITSIO
internal import Files
internal import Foundation

/// CFITSIO's view of one unit of a file; it learns no path and sees no other unit, so that damage
/// elsewhere, and compressed images above all, never reach it.
final class MemoryReader {
  /// What an extension is given for a primary unit before it.
  private static let primary: [UInt8] = {
    let cards = [Card("SIMPLE", true), Card("BITPIX", 8), Card("NAXIS", 0), Card("EXTEND", true)]
    let text = Header(cards).text + "END"
    return Array(text.padding(toLength: UnitLayout.blockSize, withPad: " ", startingAt: 0).utf8)
  }()

  private let contents: FileContents
  /// An extension with the primary unit before it; nil for the file's own primary unit.
  private let copy: UnsafeMutableRawBufferPointer?
  /// CFITSIO keeps pointers to where the buffer's address and size are stored.
  private let address: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let size: UnsafeMutablePointer<Int>
  private var file: UnsafeMutablePointer<fitsfile>?

  /// - Parameter doing: how an error begins.
  init(
    _ contents: FileContents, _ layout: UnitLayout, _ doing: String
  ) throws(FITSError) {
    self.contents = contents
    let unit = contents.bytes[layout.headerRange.lowerBound..<layout.end]
    let isPrimary = unit.startIndex == 0
    if isPrimary {
      copy = nil
    } else {
      let bytes = UnsafeMutableRawBufferPointer.allocate(
        byteCount: Self.primary.count + unit.count, alignment: 16)
      bytes.copyBytes(from: Self.primary)
      UnsafeMutableRawBufferPointer(rebasing: bytes[Self.primary.count...])
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: unit))
      copy = bytes
    }
    address = .allocate(capacity: 1)
    address.initialize(
      to: copy?.baseAddress ?? UnsafeMutableRawPointer(mutating: contents.bytes.baseAddress))
    size = .allocate(capacity: 1)
    size.initialize(to: copy?.count ?? unit.count)

    let shift = isPrimary ? 0 : Self.primary.count - unit.startIndex
    var dataStart: Int64 = -1
    var dataEnd: Int64 = -1
    try CFITSIOCall.run(doing) { status in
      ffomem(&file, "memory.fits", READONLY, address, size, 0, nil, &status)
      ffmahd(file, isPrimary ? 1 : 2, nil, &status)
      ffghadll(file, nil, &dataStart, &dataEnd, &status)
    }
    // What was checked must be what CFITSIO is going to read.
    guard dataStart == layout.dataRange.lowerBound + shift, dataEnd == layout.end + shift else {
      throw FITSError("\(doing): its size can be understood in two ways")
    }
  }

  deinit {
    if let file {
      _ = try? CFITSIOCall.run("") { status in ffclos(file, &status) }
    }
    address.deallocate()
    size.deallocate()
    copy?.deallocate()
  }

  func call<Result>(
    _ doing: String, _ body: (UnsafeMutablePointer<fitsfile>?, inout Int32) -> Result
  ) throws(FITSError) -> Result {
    try CFITSIOCall.run(doing) { status in body(file, &status) }
  }
}
