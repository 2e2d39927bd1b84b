import Foundation
import Testing

@testable import FITS

struct WCSParsingTests {
  /// Whoever does without world coordinates must not do without them for want of memory.
  @Test func refusedMemoryIsNothingThatAHeaderIs() async {
    #expect("\(WCSParsing.error(Int32(6)))".hasSuffix("(wcslib status 6)"))
    await #expect(processExitsWith: .exitCode(1)) {
      _ = WCSParsing.error(Int32(2))
      exit(2)
    }
  }
}
