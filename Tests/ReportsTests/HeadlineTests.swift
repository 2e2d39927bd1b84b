import Foundation
import Reports
import Testing

/// The sentence above the table says what the interval in it says.
@Suite struct HeadlineTests {
  private func html(
    ours: Double, best: Double, low: Double, high: Double, score: String? = nil
  ) throws -> String {
    let json = """
      {"auc": \(ours), "auc_low": 0.9, "auc_high": 0.99, "stars": 10, "galaxies": 10,\(score.map { " \"score\": \"\($0)\"," } ?? "")
       "baselines": {"concentration": \(best), "clusters and template chi2": 0.999},
       "selections": [{"name": "all labels", "stars": 10, "galaxies": 10, "auc": \(ours),
         "baselines": {"concentration": \(best), "clusters and template chi2": 0.999},
         "differences": {"concentration": {"low": \(low), "high": \(high)},
           "clusters and template chi2": {"low": -0.1, "high": -0.01}}}]}
      """
    let path = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString + ".json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try json.write(toFile: path, atomically: true, encoding: .utf8)
    return HeadlineSection([("evaluation.json", try ReportedEvaluation(reading: path))]).html
  }

  @Test func aSureLeadIsCalledOne() throws {
    #expect(
      try html(ours: 0.96, best: 0.95, low: 0.004, high: 0.016).contains(
        "P_STAR leads the best classical score, concentration, by 0.010 (ours minus it: +0.004 "
          + "to +0.016, 95 %): a difference that these labels show."))
    // Inside the interval of ours alone, yet sure by the paired one.
    #expect(
      try html(ours: 0.94, best: 0.95, low: -0.016, high: -0.004).contains(
        "The best classical score, concentration, leads P_STAR by 0.010 (ours minus it: −0.016 "
          + "to −0.004, 95 %): a difference that these labels show."))
  }

  /// An evaluation of 0.1 does not say which score it judged.
  @Test func theScoreThatWasJudgedIsNamed() throws {
    let page = try html(ours: 0.96, best: 0.95, low: 0.004, high: 0.016, score: "P_CLUSTERS")
    #expect(page.contains("P_CLUSTERS leads the best classical score, concentration, by 0.010"))
    #expect(page.contains("<span class=\"ours\">galaxy-aep P_CLUSTERS</span>"))
    #expect(!page.contains("P_STAR"))
    let hostile = try html(ours: 0.96, best: 0.95, low: 0, high: 0.1, score: "<script>")
    #expect(hostile.contains("galaxy-aep &lt;script&gt;") && !hostile.contains("<script>"))
  }

  @Test func aLeadThatMayBeChanceIsNotCalledOne() throws {
    #expect(
      try html(ours: 0.96, best: 0.95, low: -0.004, high: 0.02).contains(
        "by 0.010 (ours minus it: −0.004 to +0.020, 95 %): too little to tell on these labels."))
  }
}
