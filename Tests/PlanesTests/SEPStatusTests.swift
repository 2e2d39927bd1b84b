import Foundation
import Sky
import Testing

@testable import Planes

@Suite struct SEPStatusTests {
  @Test func everyOtherStatusIsASentence() throws {
    try SEPStatus.check(0, "measure", advice: "wait")
    let error = #expect(throws: SurveyError.self) {
      try SEPStatus.check(3, "measure", advice: "wait")
    }
    let text = error.map { "\($0)" } ?? ""
    #expect(text.hasPrefix("cannot measure: ") && text.hasSuffix(" (SEP status 3); wait"))
  }

  /// A catalog's sources were cut without the width of points where SEP had found no memory to look for them.
  @Test func refusedMemoryIsNothingThatAFrameIs() async {
    SEPStatus.stopWithoutMemory(0)
    SEPStatus.stopWithoutMemory(3)
    await #expect(processExitsWith: .exitCode(1)) {
      _ = try? SEPStatus.check(1, "find sources", advice: "wait")
      exit(2)
    }
  }
}
