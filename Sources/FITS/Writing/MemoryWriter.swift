internal import CFITSIO
internal import Files
internal import Foundation

/// A FITS file that CFITSIO builds in memory.
final class MemoryWriter {
  private let doing: String
  private let address: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let size: UnsafeMutablePointer<Int>
  private var file: UnsafeMutablePointer<fitsfile>?

  /// - Parameters:
  ///   - doing: how an error begins, "cannot write x.fits".
  ///   - expectedSize: how much memory to ask for at once.
  init(_ doing: String, expectedSize: Int) throws(FITSError) {
    self.doing = doing
    // CFITSIO takes what it is given for the content of a file; it grows from one empty block.
    address = .allocate(capacity: 1)
    address.initialize(to: calloc(1, UnitLayout.blockSize))
    size = .allocate(capacity: 1)
    size.initialize(to: UnitLayout.blockSize)
    guard address.pointee != nil else { throw FITSError("\(doing): there is no memory left") }
    try call { file, status in
      ffimem(&self.file, address, size, max(expectedSize, 1 << 16), Self.grow, &status)
    }
  }

  /// CFITSIO goes on where its file cannot grow while it flushes a header (ffrdef, ffflsh), and leaves that header out: so what
  /// is refused is never told it.
  private static let grow:
    @convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer? =
      { memory, bytes in
        guard let grown = realloc(memory, bytes) else { MemoryLimit.refused(bytes: bytes) }
        return grown
      }

  deinit {
    _ = try? close()
    free(address.pointee)
    address.deallocate()
    size.deallocate()
  }

  func call(
    _ body: (UnsafeMutablePointer<fitsfile>?, inout Int32) -> Void
  ) throws(FITSError) {
    try CFITSIOCall.run(doing) { status in body(file, &status) }
  }

  /// Closes the file and hands out its bytes, which live as long as this object.
  func finish() throws(FITSError) -> UnsafeRawBufferPointer {
    var end: Int64 = 0
    try call { file, status in
      var type: Int32 = 0
      var count: Int32 = 0
      ffthdu(file, &count, &status)
      ffmahd(file, count, &type, &status)
      ffghadll(file, nil, nil, &end, &status)
    }
    try close()
    return UnsafeRawBufferPointer(start: address.pointee, count: Int(end))
  }

  private func close() throws(FITSError) {
    guard let file else { return }
    self.file = nil
    try CFITSIOCall.run(doing) { status in _ = ffclos(file, &status) }
  }
}
