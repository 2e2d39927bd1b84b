import Commands
import Testing

@Suite struct StepTimesTests {
  @Test func theLastTimeCounts() {
    let times = StepTimes(log: [
      "[1/2] ingest: galaxy-aep ingest frames", "[1/2] ingest: done in 13 s",
      "[2/2] plot roc: done in 0 s", "written  x", "[1/2] ingest: up to date",
      "[2/2] plot roc: done in 1 s",
    ])
    #expect(
      times.rows == [
        .init(step: "1. ingest", time: "13 s"), .init(step: "2. plot roc", time: "1 s"),
      ]
    )
  }

  @Test func otherLinesAreNoTimes() {
    #expect(StepTimes(log: ["done in 3 s", "[x", "] : done in ", ""]).rows.isEmpty)
  }
}
