import Commands
import Testing

@Suite struct StepTimesTests {
  @Test func theLastTimeCounts() {
    let times = StepTimes(log: [
      "[1/2] ingest: galaxy-aep ingest frames", "[1/2] ingest: done in 13 s",
      "[2/2] plot roc: done in 0 s", "written  x", "[1/2] ingest: up to date",
      "[2/2] plot roc: done in 1 s with 330 MB",
    ])
    #expect(
      times.rows == [
        .init(step: "1. ingest", time: "13 s"),
        .init(step: "2. plot roc", time: "1 s", memory: "330 MB"),
      ]
    )
  }

  @Test(arguments: [0.0, 1, 59, 60, 61, 3599, 3600, 7384, 360_000])
  func whatTheClockShowsIsRead(_ seconds: Double) {
    #expect(StepTimes.seconds(ProgressBar.clock(seconds)) == seconds)
  }

  @Test(arguments: ["", "s", "3 h", "1:2:3:4", "a:07", "12"])
  func whatIsNoClockIsNot(_ text: String) {
    #expect(StepTimes.seconds(text) == nil)
  }

  @Test func otherLinesAreNoTimes() {
    #expect(StepTimes(log: ["done in 3 s", "[x", "] : done in ", ""]).rows.isEmpty)
  }
}
