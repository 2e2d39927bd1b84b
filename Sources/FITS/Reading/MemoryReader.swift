internal import CFITSIO
internal import Files
internal import Foundation

/// CFITSIO's view of a file that lies in memory; it never learns a path.
final class MemoryReader {
  private let contents: FileContents
  /// CFITSIO keeps pointers to where the buffer's address and size are stored.
  private let address: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let size: UnsafeMutablePointer<Int>
  private var file: UnsafeMutablePointer<fitsfile>?

  init(_ contents: FileContents) throws(FITSError) {
    self.contents = contents
    address = .allocate(capacity: 1)
    address.initialize(to: UnsafeMutableRawPointer(mutating: contents.bytes.baseAddress))
    size = .allocate(capacity: 1)
    size.initialize(to: contents.bytes.count)
    try CFITSIOCall.run("cannot read \(contents.path)") { status in
      _ = ffomem(&file, "memory.fits", READONLY, address, size, 0, nil, &status)
    }
  }

  deinit {
    _ = try? CFITSIOCall.run("") { status in
      if let file { ffclos(file, &status) }
    }
    address.deallocate()
    size.deallocate()
  }

  /// Moves to a unit (0 is the primary) and hands the CFITSIO file to `body`.
  func at<Result>(
    _ index: Int, _ layout: UnitLayout, _ doing: @autoclosure () -> String,
    _ body: (UnsafeMutablePointer<fitsfile>, inout Int32) -> Result
  ) throws(FITSError) -> Result {
    guard let file else { throw FITSError("\(doing()): it is closed") }
    var headerStart: Int64 = -1
    var dataStart: Int64 = -1
    var dataEnd: Int64 = -1
    try CFITSIOCall.run(doing()) { status in
      ffmahd(file, Int32(index + 1), nil, &status)
      ffghadll(file, &headerStart, &dataStart, &dataEnd, &status)
    }
    // What was checked must be what CFITSIO is going to read.
    guard headerStart == layout.headerRange.lowerBound, dataStart == layout.dataRange.lowerBound,
      dataEnd == layout.end
    else { throw FITSError("\(doing()): its size can be understood in two ways") }
    return try CFITSIOCall.run(doing()) { status in body(file, &status) }
  }
}
