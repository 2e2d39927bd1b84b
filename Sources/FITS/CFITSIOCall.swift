internal import CFITSIO
internal import Foundation

/// Calls into CFITSIO, which says what went wrong by a number.
enum CFITSIOCall {
  /// A build of CFITSIO without locks of its own is called by one thread at a time.
  private static let turn: NSLock? = fits_is_reentrant() == 0 ? NSLock() : nil

  /// Runs `body` on a fresh status and turns a bad one into a sentence that begins with `doing`:
  /// "cannot read the table CATALOG of x.fits: … (CFITSIO status 104)".
  static func run<Result>(
    _ doing: @autoclosure () -> String, _ body: (inout Int32) -> Result
  ) throws(FITSError) -> Result {
    turn?.lock()
    defer { turn?.unlock() }
    var status: Int32 = 0
    let result = body(&status)
    guard status != 0 else { return result }
    throw error(doing(), status)
  }

  private static func error(_ doing: String, _ status: Int32) -> FITSError {
    // The stack of messages is shared by all threads, so the text of the number is surer.
    ffcmsg()
    var text = [CChar](repeating: 0, count: Int(FLEN_ERRMSG))
    ffgerr(status, &text)
    let reason = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    return FITSError(
      "\(doing): \(String(decoding: reason, as: UTF8.self)) (CFITSIO status \(status))")
  }
}
