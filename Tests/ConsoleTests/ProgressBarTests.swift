import Console
import Testing

@Suite struct ProgressBarTests {
  @Test func aLineTellsShareRateAndTimeLeft() {
    let line = ProgressBar.line(
      title: "epoch 2/10", done: 250, total: 1000, unit: "cutouts", seconds: 2,
      detail: "loss 0.031",
      width: 8)
    #expect(
      line
        == "██░░░░░░ epoch 2/10 250/1000 cutouts (25 %) · 125 cutouts/s · 6 s left · loss 0.031")
  }

  @Test func aPipedLineHasNoBar() {
    let line = ProgressBar.line(
      title: "ingest", done: 3, total: 3, unit: "fields", seconds: 2, detail: "", width: 0)
    #expect(line == "ingest 3/3 fields (100 %) · 1.50 fields/s")
  }

  @Test(arguments: [(0.2, "0 s"), (48, "48 s"), (187, "3:07"), (7387, "2:03:07")])
  func timeIsReadable(seconds: Double, text: String) {
    #expect(ProgressBar.clock(seconds) == text)
  }
}
