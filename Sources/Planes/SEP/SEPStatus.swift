internal import CSEP
internal import Files
internal import Sky

/// Turns a status of SEP into a sentence.
enum SEPStatus {
  /// Does nothing for status 0; `doing` says what was being done.
  static func check(
    _ status: Int32, _ doing: @autoclosure () -> String, advice: String
  ) throws(SurveyError) {
    guard status != 0 else { return }
    stopWithoutMemory(status)
    throw SurveyError("cannot \(doing()): \(message(status)) (SEP status \(status)); \(advice)")
  }

  /// Ends the program where SEP was refused memory. That is nothing that a frame is: whoever does without sources must not do
  /// without them for it.
  static func stopWithoutMemory(_ status: Int32) {
    if status == noMemory { MemoryLimit.refused() }
  }

  /// MEMORY_ALLOC_ERROR of sep.h.
  private static let noMemory: Int32 = 1

  private static func message(_ status: Int32) -> String {
    // SEP promises at most 60 characters and a terminating zero.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
      text.initialize(repeating: 0)
      sep_get_errmsg(status, text.baseAddress)
      return text.baseAddress.map { String(cString: $0) } ?? "unknown error"
    }
  }
}
