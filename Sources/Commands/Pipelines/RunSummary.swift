internal import Foundation

/// What a finished run ends with: the scores it reached and where its figures lie.
struct RunSummary {
  var runFolder: String

  /// Read from the current folder, which is the run's own.
  var lines: [String] {
    let figures = ((try? FileManager.default.subpathsOfDirectory(atPath: ".")) ?? [])
      .filter { $0.hasSuffix(".png") }.sorted()
    guard !figures.isEmpty else { return ["outputs: \(runFolder)"] }
    return ["figures:"] + figures.map { "  \(runFolder)/\($0)" }
  }
}
