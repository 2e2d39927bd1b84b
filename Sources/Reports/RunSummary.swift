internal import Clusters
internal import Foundation
internal import Judging

/// What a finished run ends with: the scores it reached and where its figures lie.
package struct RunSummary {
  package var runFolder: String

  package init(runFolder: String) { self.runFolder = runFolder }

  /// Read from the current folder, which is the run's own.
  package var lines: [String] {
    var lines: [String] = []
    if let data = FileManager.default.contents(atPath: "evaluation.json"),
      let result = try? JSONDecoder().decode(Evaluation.self, from: data)
    {
      lines += [""] + EvaluationReport.summary(of: result) + [""]
    }
    let figures = ((try? FileManager.default.subpathsOfDirectory(atPath: ".")) ?? [])
      .filter { $0.hasSuffix(".png") }.sorted()
    if FileManager.default.fileExists(atPath: "report.html") {
      lines.append("report:  \(runFolder)/report.html")
    }
    guard !figures.isEmpty else { return lines + ["outputs: \(runFolder)"] }
    return lines + ["figures:"] + figures.map { "  \(runFolder)/\($0)" }
  }
}
